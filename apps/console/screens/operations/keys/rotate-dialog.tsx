'use client'
// A new secret for the same key. The old one may go on for a while, so that whoever uses it can be given the new one.

import type { Key } from '@lockness/client'
import { useId, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useClient } from '#session/browser-client.tsx'
import { type Failure, failureOf } from '#session/tried.ts'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Field } from '#ui/field.tsx'
import { Select } from '#ui/select.tsx'
import { TextInput } from '#ui/text-input.tsx'
import type { MadeKey } from './secret-dialog.tsx'

/** In seconds. */
const OVERLAPS = ['0', '3600', '86400', '604800', '2592000'] as const

export interface RotateDialogProps {
  readonly of: Key
  readonly onClose: () => void
  readonly onMade: (made: MadeKey) => void
}

export function RotateDialog({ of: key, onClose, onMade }: RotateDialogProps) {
  const t = useMessages('operations')
  const client = useClient()
  const form = useId()
  const [overlap, setOverlap] = useState('86400')
  const [reason, setReason] = useState('')
  const [failure, setFailure] = useState<Failure>()
  const [isBusy, setBusy] = useState(false)
  const rotate = async () => {
    setBusy(true)
    setFailure(undefined)
    try {
      const overlapSeconds = Number(overlap)
      const why = reason.trim()
      const made = await client.key.rotate({ key: key.id, overlapSeconds, ...(why !== '' && { reason: why }) })
      onMade({ id: made.id, name: made.name, secret: made.secret, replaces: { id: key.id, overlapSeconds } })
    } catch (error) {
      setFailure(failureOf(error))
      setBusy(false)
    }
  }
  return (
    <Dialog
      isOpen
      width="narrow"
      title={t('rotateTitle', { name: key.name })}
      description={t('rotateText')}
      onOpenChange={(isOpen) => !isOpen && !isBusy && onClose()}
      footer={
        <>
          <Button onClick={onClose} disabled={isBusy}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={form} kind="primary" isBusy={isBusy}>
            {t('rotateNow')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void rotate()
        }}
      >
        {failure && (
          <Banner role="alert" tone="deny" title={t('notRotated')}>
            {failure.kind === 'away' ? t('awayKept') : failure.detail}
          </Banner>
        )}
        <Field label={t('overlap')} hint={t('overlapHint')}>
          <Select
            value={overlap}
            onChange={(event) => setOverlap(event.target.value)}
            options={OVERLAPS.map((value) => ({ value, label: t(`overlap_${value}`) }))}
          />
        </Field>
        <Field label={t('reason')} hint={t('reasonHint')} isOptional>
          <TextInput value={reason} maxLength={1_000} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}
