'use client'
// The text of one file, what can be done with it, and how all texts stand.

import { AlignLeft, PencilLine } from 'lucide-react'
import { useId, useRef } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Button } from '#ui/button.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Guide } from '../editor/assist.ts'
import { CodeEditor } from '../editor/code-editor.tsx'
import type { Finding } from '../workspace/examine.ts'
import type { ModelIndex, ModelSymbol } from '../workspace/symbols.ts'
import { fileKind } from '../workspace/workspace.ts'
import { StatusLine } from './status-line.tsx'
import type { DeskState } from './use-desk.ts'

export interface EditorPaneProps {
  readonly path: string
  readonly text: string
  readonly onChange: (path: string, text: string) => void
  readonly findings: readonly Finding[]
  readonly isFresh: boolean
  readonly guide: Guide
  readonly index: () => ModelIndex
  readonly desk: DeskState
  readonly onRename: (symbol: ModelSymbol) => void
}

export function EditorPane(props: EditorPaneProps) {
  const { path, text, onChange, guide, index, desk, onRename } = props
  const t = useMessages('models')
  const toast = useToast()
  const hint = useId()
  const cursor = useRef(0)
  const format = () => {
    const formatted = guide.format(text)
    if (formatted === undefined) toast({ tone: 'info', text: t('cannotFormat') })
    else if (formatted !== text) onChange(path, formatted)
  }
  /** For those who do not press F2: what stands at the cursor. */
  const rename = () => {
    const [symbol] = index().at(path, cursor.current)?.symbols ?? []
    if (symbol) onRename(symbol)
    else toast({ tone: 'info', text: t('renameWhat') })
  }
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)_auto]">
      <div className="flex items-center gap-2 border-line border-b px-3 py-1.5">
        <h2 className="min-w-0 flex-1 truncate font-mono text-sm">{path}</h2>
        {fileKind(path) === 'model' && (
          <>
            <Button size="small" kind="quiet" icon={<AlignLeft />} onClick={format}>
              {t('format')}
            </Button>
            <Button size="small" kind="quiet" icon={<PencilLine />} onClick={rename}>
              {t('rename')}
            </Button>
          </>
        )}
      </div>
      <div className="min-h-0 max-lg:h-[60dvh]">
        <CodeEditor
          path={path}
          text={text}
          onChange={onChange}
          findings={props.findings}
          isFresh={props.isFresh}
          guide={guide}
          label={t('editorLabel', { path })}
          describedBy={hint}
          reveal={desk.reveal}
          cursor={cursor}
        />
      </div>
      <StatusLine examined={desk.examined} onShow={desk.showPanel} />
      <p id={hint} className="sr-only">
        {t('editorHint')}
      </p>
    </div>
  )
}
