'use client'
// Writing what is missing: what will be written, why, and the way back.

import type { Tuple } from '@lockness/authz'
import type { Client, LocknessError } from '@lockness/client'
import { type FormEvent, useId, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useClient } from '#session/browser-client.tsx'
import { isAnswered } from '#session/tried.ts'
import { useStore } from '#shell/store-context.tsx'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Field } from '#ui/field.tsx'
import { TextInput } from '#ui/text-input.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Remedy } from './remedies.ts'
import { RemedyText } from './remedy-text.tsx'

export interface RemedyDialogProps {
  readonly remedy: Remedy
  readonly onClose: () => void
  readonly onChanged: () => void
}

export function RemedyDialog({ remedy, onClose, onChanged }: RemedyDialogProps) {
  const t = useMessages('explorer')
  const form = useId()
  const [reason, setReason] = useState('')
  const { write, isBusy, failure } = useRemedyWriter(remedy, { onClose, onChanged })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isBusy) write(reason.trim())
  }
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && !isBusy && onClose()}
      title={t('remedyTitle')}
      description={t('remedyDescription', { count: remedy.added.length })}
      footer={
        <>
          <Button onClick={onClose} disabled={isBusy}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={form} kind="primary" isBusy={isBusy}>
            {t('remedyWrite')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <RemedyText remedy={remedy} />
        <Field label={t('reason')} hint={t('reasonHint')} isOptional>
          <TextInput value={reason} maxLength={1_000} onChange={(event) => setReason(event.target.value)} />
        </Field>
        {failure && (
          <Banner tone="deny" role="alert" title={t(failure.status === 403 ? 'remedyForbidden' : 'remedyFailed')}>
            {failure.detail}
          </Banner>
        )}
      </form>
    </Dialog>
  )
}

interface Writer {
  readonly write: (reason: string) => void
  readonly isBusy: boolean
  readonly failure: LocknessError | undefined
}

function useRemedyWriter(remedy: Remedy, { onClose, onChanged }: Omit<RemedyDialogProps, 'remedy'>): Writer {
  const t = useMessages('explorer')
  const client = useClient()
  const { id: store } = useStore()
  const toast = useToast()
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<LocknessError>()

  const undo = async () => {
    try {
      await takeBack(client, store, remedy, t('remedyUndoReason'))
      toast({ text: t('remedyUndone') })
      onChanged()
    } catch (error) {
      if (!isAnswered(error)) throw error
      toast({ text: t('remedyUndoFailed'), detail: error.detail, tone: 'failed' })
    }
  }
  const write = async (reason: string) => {
    setBusy(true)
    setFailure(undefined)
    try {
      const { added, replaced } = remedy
      await client.tuple.write({
        store,
        added,
        preconditions: replaced.map(existsAs),
        ...(replaced.length > 0 && { onExisting: 'replace' as const }),
        ...(reason !== '' && { reason }),
      })
      onClose()
      onChanged()
      toast({
        text: t('remedyWritten', { count: added.length }),
        onUndo: () => void undo(),
      })
    } catch (error) {
      if (!isAnswered(error)) throw error
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return { write: (reason) => void write(reason), isBusy, failure }
}

/** Refused when somebody has taken it away in the meantime: then there is nothing to take back. */
async function takeBack(client: Client, store: string, { added, replaced }: Remedy, reason: string): Promise<void> {
  const removed = replaced.length > 0 ? [] : added.map(keyOf)
  await client.tuple.write({
    store,
    ...(removed.length > 0 && { removed }),
    ...(replaced.length > 0 && { added: replaced, onExisting: 'replace' as const, preconditions: added.map(existsAs) }),
    reason,
  })
}

function keyOf({ object, relation, subject }: Tuple) {
  return { object, relation, subject }
}

function existsAs(tuple: Tuple) {
  return { kind: 'exists' as const, ...keyOf(tuple) }
}
