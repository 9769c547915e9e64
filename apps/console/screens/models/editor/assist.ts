// What the editor helps with: completion, a card for the name under the pointer, going to a definition, renaming, formatting
// and mending. What it knows comes from a `Guide`, which always speaks of the newest texts of the whole workspace.

import {
  autocompletion,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { bracketMatching, foldGutter, foldKeymap } from '@codemirror/language'
import { type Diagnostic, forEachDiagnostic, lintGutter, lintKeymap } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { type ChangeSpec, EditorState, type Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  hoverTooltip,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import type { Offers } from '../workspace/complete.ts'
import type { Description } from '../workspace/describe.ts'
import type { Occurrence } from '../workspace/symbols.ts'
import { hoverCard } from './hover-card.ts'

export interface Guide {
  offersAt(text: string, at: number): Offers | undefined
  nameAt(at: number): Occurrence | undefined
  describe(name: Occurrence): Description | undefined
  goTo(name: Occurrence): void
  rename(name: Occurrence): void
  /** Undefined: it cannot be formatted as it is. */
  format(text: string): string | undefined
  readonly words: HoverWords
}

export interface HoverWords {
  readonly usedBy: (count: number) => string
  readonly unused: string
  readonly more: (count: number) => string
  readonly phrases: Readonly<Record<string, string>>
}

/** `guide` is asked at the moment it is needed. */
export function assistance(guide: () => Guide): Extension {
  return [
    lineNumbers(),
    foldGutter(),
    history(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches(),
    lintGutter(),
    EditorState.phrases.of(guide().words.phrases),
    autocompletion({
      override: [({ state, pos, explicit }) => completions(guide(), state, pos, explicit)],
      icons: false,
    }),
    hoverTooltip((_, at) => tooltipAt(guide(), at)),
    keymap.of([
      { key: 'F12', run: (view) => act(view, guide, 'goTo') },
      { key: 'F2', run: (view) => act(view, guide, 'rename') },
      { key: 'Shift-Alt-f', run: (view) => format(view, guide()) },
      { key: 'Mod-.', run: mend },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...lintKeymap,
      ...defaultKeymap,
    ]),
    EditorView.domEventHandlers({
      mousedown(event, view) {
        if (!(event.metaKey || event.ctrlKey) || event.button !== 0) return false
        const at = view.posAtCoords({ x: event.clientX, y: event.clientY })
        const name = at === null ? undefined : guide().nameAt(at)
        if (!name) return false
        event.preventDefault()
        guide().goTo(name)
        return true
      },
    }),
  ]
}

function completions(guide: Guide, state: EditorState, at: number, isExplicit: boolean): CompletionResult | null {
  const found = guide.offersAt(state.doc.toString(), at)
  if (!found || found.offers.length === 0) return null
  const before = state.sliceDoc(Math.max(0, at - 1), at)
  if (!isExplicit && found.from === at && !/[[#(]/.test(before)) return null
  return {
    from: found.from,
    validFor: /^[\w.:*-]*$/,
    options: found.offers.map(({ label, kind, of, insert }) => ({
      label,
      type: kind,
      ...(of !== undefined && { detail: of }),
      ...(insert !== undefined && { apply: inserting(insert) }),
    })),
  }
}

/** `|` is where the cursor goes. */
function inserting(text: string) {
  return (view: EditorView, _: unknown, from: number, to: number) => {
    const insert = text.replace('|', '')
    const cursor = text.indexOf('|')
    const anchor = from + (cursor < 0 ? insert.length : cursor)
    view.dispatch({ changes: { from, to, insert }, selection: { anchor }, userEvent: 'input.complete' })
  }
}

function tooltipAt(guide: Guide, at: number) {
  const name = guide.nameAt(at)
  const description = name && guide.describe(name)
  if (!name || !description) return null
  return { pos: name.from, end: name.to, above: true, create: () => ({ dom: hoverCard(description, guide.words) }) }
}

function act(view: EditorView, guide: () => Guide, what: 'goTo' | 'rename'): boolean {
  const name = guide().nameAt(view.state.selection.main.head)
  if (!name) return false
  guide()[what](name)
  return true
}

export function format(view: EditorView, guide: Guide): boolean {
  const text = view.state.doc.toString()
  const formatted = guide.format(text)
  if (formatted === undefined) return false
  const change = changeBetween(text, formatted)
  if (change) view.dispatch({ changes: change, userEvent: 'format' })
  return true
}

/** Makes the first fix that is offered where the cursor is. */
function mend(view: EditorView): boolean {
  const { head } = view.state.selection.main
  let found: { readonly diagnostic: Diagnostic; readonly from: number; readonly to: number } | undefined
  forEachDiagnostic(view.state, (diagnostic, from, to) => {
    const isHere = from <= head && head <= to
    if (isHere && diagnostic.actions?.[0]) found ??= { diagnostic, from, to }
  })
  if (!found) return false
  found.diagnostic.actions?.[0]?.apply(view, found.from, found.to)
  return true
}

/** The one place in which two texts differ; undefined when they do not. */
export function changeBetween(before: string, after: string): Extract<ChangeSpec, { from: number }> | undefined {
  if (before === after) return undefined
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) }
}
