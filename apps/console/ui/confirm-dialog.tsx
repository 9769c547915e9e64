'use client'

// Asks before something that cannot be taken back. For what would hurt most the name is typed, so that nobody confirms by habit.
// Where there is an undo there is no question: do it, and offer the way back in a toast.

import { type ReactNode, useId, useState } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { useUiTexts } from './provider.tsx'
import { TextInput } from './text-input.tsx'

export interface ConfirmDialogProps {
  readonly title: ReactNode
  /** What will be so afterwards, and what will not come back. */
  readonly children: ReactNode
  readonly confirmLabel: ReactNode
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  /** The dialog stays, busy, until this is done; if it fails it stays open, and the caller says why. */
  readonly onConfirm: () => Promise<void> | void
  readonly isDangerous?: boolean
  /** Must be typed before it can be confirmed. */
  readonly word?: string
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, confirmLabel, isOpen, onOpenChange, onConfirm, isDangerous = false, word } = props
  const texts = useUiTexts()
  const form = useId()
  const [typed, setTyped] = useState('')
  const [isBusy, setBusy] = useState(false)
  const change = (isNowOpen: boolean) => {
    if (isBusy) return
    setTyped('')
    onOpenChange(isNowOpen)
  }
  const confirm = async () => {
    setBusy(true)
    try {
      await onConfirm()
      setTyped('')
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onOpenChange={change}
      width="narrow"
      footer={
        <>
          <Button onClick={() => change(false)} disabled={isBusy}>
            {texts.cancel}
          </Button>
          <Button
            type="submit"
            form={form}
            kind={isDangerous ? 'danger' : 'primary'}
            isBusy={isBusy}
            disabled={word !== undefined && typed !== word}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault()
          confirm().catch(() => setBusy(false))
        }}
      >
        <div className="text-muted text-sm">{children}</div>
        {word !== undefined && <TypedWord word={word} text={texts.typeToConfirm} value={typed} onChange={setTyped} />}
      </form>
    </Dialog>
  )
}

interface TypedWordProps {
  readonly word: string
  /** With `{word}` where the word stands. */
  readonly text: string
  readonly value: string
  readonly onChange: (text: string) => void
}

function TypedWord({ word, text, value, onChange }: TypedWordProps) {
  const id = useId()
  const [before, after] = text.split('{word}')
  return (
    <div className="mt-4">
      <label htmlFor={id} className="mb-1.5 block text-sm">
        {before}
        <code className="rounded-sm bg-sunken px-1 py-0.5 font-mono text-[0.94em]">{word}</code>
        {after}
      </label>
      <TextInput id={id} isMono spellCheck={false} value={value} onChange={(event) => onChange(event.target.value)} />
    </div>
  )
}
