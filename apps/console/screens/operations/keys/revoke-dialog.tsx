'use client'
// Ends a key for ever, on all nodes. Its name is typed, because what uses it stops working at once.

import type { Key } from '@lockness/client'
import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useClient } from '#session/browser-client.tsx'
import { type Failure, failureOf } from '#session/tried.ts'
import { Banner } from '#ui/banner.tsx'
import { ConfirmDialog } from '#ui/confirm-dialog.tsx'
import { Field } from '#ui/field.tsx'
import { TextInput } from '#ui/text-input.tsx'
import { Time } from '#ui/time.tsx'
import { useToast } from '#ui/toast.tsx'

export interface RevokeDialogProps {
  readonly of: Key
  /** It is the key that is signed in with. */
  readonly isOwn: boolean
  readonly onClose: () => void
  readonly onRevoked: () => void
}

export function RevokeDialog({ of: key, isOwn, onClose, onRevoked }: RevokeDialogProps) {
  const t = useMessages('operations')
  const client = useClient()
  const toast = useToast()
  const [reason, setReason] = useState('')
  const [failure, setFailure] = useState<Failure>()
  const revoke = async () => {
    setFailure(undefined)
    const why = reason.trim()
    try {
      await client.key.revoke({ key: key.id, ...(why !== '' && { reason: why }) })
    } catch (error) {
      setFailure(failureOf(error))
      throw error
    }
    toast({ text: t('revokedToast', { name: key.name }) })
    onRevoked()
  }
  return (
    <ConfirmDialog
      isOpen
      isDangerous
      title={t('revokeTitle', { name: key.name })}
      confirmLabel={t('revokeNow')}
      word={key.name}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      onConfirm={revoke}
    >
      <div className="flex flex-col gap-3">
        {failure && (
          <Banner role="alert" tone="deny" title={t('notRevoked')}>
            {failureText(failure, t)}
          </Banner>
        )}
        {isOwn && <Banner tone="cond" title={t('revokeOwn')} />}
        <p>{t('revokeText')}</p>
        <p>
          {key.lastUsedAt ? (
            <>
              {t('wasUsed')} <Time at={key.lastUsedAt} isFocusable />.
            </>
          ) : (
            t('wasNeverUsed')
          )}
        </p>
        <Field label={t('reason')} hint={t('reasonHint')} isOptional>
          <TextInput value={reason} maxLength={1_000} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </div>
    </ConfirmDialog>
  )
}

function failureText({ kind, reason, detail }: Failure, t: ReturnType<typeof useMessages<'operations'>>): string {
  if (kind === 'away') return t('awayKept')
  return reason === 'last_manager' ? t('lastManager') : detail
}
