'use client'

// A name that stands for a version, for programs that ask by a model of their choosing: `production`, `before-summer`.

import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useClient } from '#session/browser-client.tsx'
import { isAnswered } from '#session/tried.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Field } from '#ui/field.tsx'
import { TextInput } from '#ui/text-input.tsx'

export interface LabelDialogProps {
  readonly store: string
  readonly model: string
  readonly onDone: (label: string) => void
  readonly onClose: () => void
}

export function LabelDialog({ store, model, onDone, onClose }: LabelDialogProps) {
  const t = useMessages('models')
  const client = useClient()
  const [label, setLabel] = useState('')
  const [problem, setProblem] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      await client.label.set({ store, label, model })
      onDone(label)
    } catch (error) {
      if (!isAnswered(error)) throw error
      setProblem(error.issues[0]?.message ?? error.detail)
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={t('setLabel')}
      description={t('labelText')}
      isOpen
      width="narrow"
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="primary" type="submit" form="label" isBusy={isBusy} disabled={label === ''}>
            {t('setLabel')}
          </Button>
        </>
      }
    >
      <form
        id="label"
        onSubmit={(event) => {
          event.preventDefault()
          if (label !== '') void save()
        }}
      >
        <Field label={t('label')} hint={t('labelMoves')} error={problem}>
          <TextInput
            value={label}
            isMono
            autoFocus
            autoComplete="off"
            spellCheck={false}
            maxLength={64}
            placeholder="production"
            onChange={(event) => setLabel(event.currentTarget.value.trim())}
          />
        </Field>
      </form>
    </Dialog>
  )
}
