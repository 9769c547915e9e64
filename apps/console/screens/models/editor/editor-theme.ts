// How the editor looks: the tokens of the design system, so that it is light where the page is light. Its style element
// carries the nonce of the page, without which the policy of the page would not let it count.

import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const LOOK = EditorView.theme({
  '&': { height: '100%', color: 'var(--lk-ink)', backgroundColor: 'var(--lk-surface)', fontSize: '0.8125rem' },
  // The frame around it shows the focus: the gutter would lie over an outline.
  '&.cm-focused, .cm-content:focus-visible': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--lk-font-mono)', lineHeight: '1.4rem' },
  '.cm-content': { caretColor: 'var(--lk-accent)', padding: '0.75rem 0' },
  '.cm-line': { padding: '0 0.75rem 0 0.5rem' },
  '.cm-cursor': { borderLeftColor: 'var(--lk-accent)', borderLeftWidth: '2px' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { background: 'var(--lk-accent-line) !important' },
  '.cm-gutters': { backgroundColor: 'var(--lk-surface)', color: 'var(--lk-faint)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--lk-hover)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--lk-accent-soft)',
    outline: '1px solid var(--lk-accent-line)',
  },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--lk-deny) 1px' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--lk-cond) 1px' },
  '.cm-lint-marker': { width: '0.5rem', height: '0.5rem', margin: '0.45rem 0.1rem', borderRadius: '99px' },
  '.cm-lint-marker-error': { content: 'none', background: 'var(--lk-deny)' },
  '.cm-lint-marker-warning': { content: 'none', background: 'var(--lk-cond)' },
  '.cm-tooltip': {
    color: 'var(--lk-ink)',
    backgroundColor: 'var(--lk-raised)',
    border: '1px solid var(--lk-line)',
    borderRadius: 'var(--lk-radius-md)',
    boxShadow: 'var(--lk-shadow-float)',
    overflow: 'hidden',
  },
  '.cm-diagnostic': { padding: '0.5rem 0.75rem', borderLeftWidth: '3px', fontFamily: 'var(--lk-font-sans)' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--lk-deny)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--lk-cond)' },
  '.cm-diagnosticAction': {
    color: 'var(--lk-on-accent)',
    backgroundColor: 'var(--lk-accent)',
    borderRadius: 'var(--lk-radius-sm)',
    padding: '0.2rem 0.6rem',
    margin: '0.35rem 0 0 0',
    display: 'block',
  },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--lk-font-mono)', maxHeight: '16rem' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '0.2rem 0.6rem' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    color: 'var(--lk-ink)',
    backgroundColor: 'var(--lk-selected)',
  },
  '.cm-completionDetail': { color: 'var(--lk-muted)', fontStyle: 'normal' },
  '.cm-panels': { color: 'var(--lk-ink)', backgroundColor: 'var(--lk-sunken)' },
  '.cm-panels-bottom': { borderTop: '1px solid var(--lk-line)' },
  '.cm-searchMatch': { backgroundColor: 'var(--lk-cond-soft)', outline: '1px solid var(--lk-cond-line)' },
  '.cm-foldPlaceholder': { color: 'var(--lk-muted)', backgroundColor: 'var(--lk-hover)', border: 'none' },
  '.lk-hover': { padding: '0.6rem 0.8rem', maxWidth: '28rem', fontFamily: 'var(--lk-font-sans)', lineHeight: '1.3rem' },
  '.lk-hover h4': { fontWeight: '600' },
  '.lk-hover p': { color: 'var(--lk-muted)' },
  '.lk-hover code': { display: 'block', margin: '0.35rem 0', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
})

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--lk-accent-ink)' },
  { tag: [tags.operatorKeyword, tags.labelName], color: 'var(--lk-series-5)' },
  { tag: tags.typeName, color: 'var(--lk-info)' },
  { tag: [tags.definition(tags.propertyName), tags.namespace], color: 'var(--lk-ink)', fontWeight: '600' },
  { tag: tags.propertyName, color: 'var(--lk-ink)' },
  { tag: [tags.function(tags.variableName), tags.bool], color: 'var(--lk-series-3)' },
  { tag: [tags.string, tags.number], color: 'var(--lk-allow)' },
  { tag: tags.lineComment, color: 'var(--lk-faint)' },
  { tag: tags.comment, color: 'var(--lk-faint)' },
  { tag: [tags.separator, tags.punctuation, tags.bracket], color: 'var(--lk-muted)' },
])

export function editorTheme(): Extension {
  const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce
  return [LOOK, syntaxHighlighting(COLOURS), ...(nonce ? [EditorView.cspNonce.of(nonce)] : [])]
}
