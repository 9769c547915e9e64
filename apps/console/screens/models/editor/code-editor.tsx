'use client'
// One editor for all files of a workspace. Each file keeps its own history and place while another one is looked at; what is
// changed from outside (a rename, a fix from the list) comes in as a change like any other, and can be undone like one.

import { type Diagnostic, setDiagnostics } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import type { Finding } from '../workspace/examine.ts'
import { fileKind } from '../workspace/workspace.ts'
import { assistance, changeBetween, type Guide } from './assist.ts'
import { editorTheme } from './editor-theme.ts'
import { languageFor } from './fga-language.ts'

export interface CodeEditorProps {
  readonly path: string
  readonly text: string
  readonly onChange: (path: string, text: string) => void
  readonly findings: readonly Finding[]
  /** The findings are about the text as it is: their fixes can be made. */
  readonly isFresh: boolean
  readonly guide: Guide
  /** What is edited, for those who do not see it. */
  readonly label: string
  readonly describedBy?: string
  /** A place to show; a new object asks again. */
  readonly reveal?: { readonly from: number; readonly to: number } | undefined
  /** Where the cursor is, kept for whoever asks. */
  readonly cursor?: { current: number }
}

export function CodeEditor(props: CodeEditorProps) {
  const { path, text, findings, isFresh, label, describedBy, reveal } = props
  const newest = useRef(props)
  const frame = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | undefined>(undefined)
  const states = useRef(new Map<string, EditorState>())
  const shown = useRef<string | undefined>(undefined)
  newest.current = props

  useEffect(() => {
    if (!frame.current) return
    // Its first styles need the nonce too.
    const made = new EditorView({ parent: frame.current, extensions: editorTheme() })
    view.current = made
    return () => {
      made.destroy()
      view.current = undefined
      shown.current = undefined
      states.current.clear()
    }
  }, [])

  useEffect(() => {
    const editor = view.current
    if (!editor) return
    if (shown.current !== path) {
      if (shown.current !== undefined) states.current.set(shown.current, editor.state)
      editor.setState(states.current.get(path) ?? stateOf(path, text, newest, describedBy))
      shown.current = path
    }
    const change = changeBetween(editor.state.doc.toString(), text)
    if (change) editor.dispatch({ changes: change, userEvent: 'outside' })
  }, [path, text, describedBy])

  useEffect(() => {
    const editor = view.current
    if (!editor || shown.current !== path) return
    editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(findings, isFresh, editor.state.doc.length)))
  }, [path, findings, isFresh])

  useEffect(() => {
    const editor = view.current
    if (!editor || !reveal) return
    const end = editor.state.doc.length
    const [anchor, head] = [Math.min(reveal.from, end), Math.min(reveal.to, end)]
    editor.dispatch({ selection: { anchor, head }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
    editor.focus()
  }, [reveal])

  useEffect(() => {
    view.current?.contentDOM.setAttribute('aria-label', label)
  }, [label])

  return (
    <div
      ref={frame}
      className="relative h-full min-h-0 overflow-hidden after:pointer-events-none after:absolute after:inset-0 after:z-[300] has-[.cm-content:focus-visible]:after:border-2 has-[.cm-content:focus-visible]:after:border-focus"
    />
  )
}

function stateOf(
  path: string,
  text: string,
  newest: { readonly current: CodeEditorProps },
  describedBy: string | undefined,
): EditorState {
  const { label } = newest.current
  return EditorState.create({
    doc: text,
    extensions: [
      languageFor(fileKind(path)),
      editorTheme(),
      assistance(() => newest.current.guide),
      EditorView.contentAttributes.of({
        'aria-label': label,
        spellcheck: 'false',
        tabindex: '0',
        ...(describedBy !== undefined && { 'aria-describedby': describedBy }),
      }),
      EditorView.updateListener.of((update) => {
        const { cursor } = newest.current
        if (cursor) cursor.current = update.state.selection.main.head
        const isOwn = !update.transactions.some((each) => each.isUserEvent('outside'))
        if (update.docChanged && isOwn) newest.current.onChange(path, update.state.doc.toString())
      }),
    ],
  })
}

function diagnosticsOf(findings: readonly Finding[], isFresh: boolean, length: number): Diagnostic[] {
  return findings.flatMap(({ from, to, also = [], severity, message, fix }) =>
    [{ from, to }, ...also].map((place): Diagnostic => {
      const start = Math.min(place.from, length)
      return {
        from: start,
        // A mistake at the end of a line has no width; it is shown all the same.
        to: Math.min(Math.max(place.to, start + 1), length),
        severity,
        message,
        ...(fix &&
          isFresh && {
            actions: [
              {
                name: fix.title,
                apply: (view) => view.dispatch({ changes: fix.edits.map((edit) => ({ ...edit })), userEvent: 'fix' }),
              },
            ],
          }),
      }
    }),
  )
}
