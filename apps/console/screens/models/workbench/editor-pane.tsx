'use client'
// The text of one file, what can be done with it, and how all texts stand.

import { AlignLeft, PencilLine, SquarePen } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useId, useRef, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Button } from '#ui/button.tsx'
import { LoadingState } from '#ui/loading-state.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Guide } from '../editor/assist.ts'
import type { Finding } from '../workspace/examine.ts'
import type { ModelIndex, ModelSymbol } from '../workspace/symbols.ts'
import { fileKind } from '../workspace/workspace.ts'
import { StatusLine } from './status-line.tsx'
import type { DeskState } from './use-desk.ts'

/** The heaviest piece of all: where there is little room, and often little power, it comes when somebody wants to write. */
const CodeEditor = dynamic(() => import('../editor/code-editor.tsx').then((each) => each.CodeEditor), {
  ssr: false,
  loading: OpeningEditor,
})
/** As the pane itself is laid out from there on. */
const WIDE = '(min-width: 64rem)'

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
  const [isWide] = useState(() => matchMedia(WIDE).matches)
  const [begun, setBegun] = useState<{ readonly from: number; readonly to: number }>()
  const reveal = desk.reveal ?? begun
  const label = t('editorLabel', { path })
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
        {isWide || reveal ? (
          <CodeEditor
            path={path}
            text={text}
            onChange={onChange}
            findings={props.findings}
            isFresh={props.isFresh}
            guide={guide}
            label={label}
            describedBy={hint}
            reveal={reveal}
            cursor={cursor}
          />
        ) : (
          <TextAlone text={text} label={label} onWrite={() => setBegun({ from: 0, to: 0 })} />
        )}
      </div>
      <StatusLine examined={desk.examined} onShow={desk.showPanel} />
      <p id={hint} className="sr-only">
        {t('editorHint')}
      </p>
    </div>
  )
}

interface TextAloneProps {
  readonly text: string
  readonly label: string
  readonly onWrite: () => void
}

function TextAlone({ text, label, onWrite }: TextAloneProps) {
  const t = useMessages('models')
  return (
    <div className="grid h-full min-h-0 grid-rows-[minmax(0,1fr)_auto]">
      <figure aria-label={label} className="min-h-0">
        <pre
          dir="ltr"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with the keyboard
          tabIndex={0}
          className="h-full overflow-auto p-3 text-start font-mono text-sm leading-5 focus-visible:outline-offset-[-2px]"
        >
          {text}
        </pre>
      </figure>
      <div className="border-line border-t p-2">
        <Button icon={<SquarePen />} onClick={onWrite}>
          {t('writeHere')}
        </Button>
      </div>
    </div>
  )
}

function OpeningEditor() {
  const t = useMessages('models')
  return (
    <div className="p-3">
      <LoadingState label={t('openingEditor')} lines={8} />
    </div>
  )
}
