'use client'
// What is done about a key, each in a dialog of its own: made, rotated, revoked; and the secret that is shown once. They
// are loaded together, by the first of them.

import type { Key } from '@lockness/client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useFrame } from '#shell/frame-context.tsx'
import { NewKeySheet } from './new-key-sheet.tsx'
import { RevokeDialog } from './revoke-dialog.tsx'
import { RotateDialog } from './rotate-dialog.tsx'
import { type MadeKey, SecretDialog } from './secret-dialog.tsx'

export type Doing = { readonly what: 'rotate' | 'revoke'; readonly key: Key } | { readonly what: 'create' }

export interface KeyDialogsProps {
  readonly doing: Doing | undefined
  readonly keys: readonly Key[]
  readonly onDone: () => void
}

export function KeyDialogs({ doing, keys, onDone }: KeyDialogsProps) {
  const router = useRouter()
  const { stores, who } = useFrame()
  const [made, setMade] = useState<MadeKey>()
  const end = keys.find(({ id }) => id === who.id)?.expiresAt
  const keep = (key: MadeKey) => {
    onDone()
    setMade(key)
    router.refresh()
  }
  return (
    <>
      <NewKeySheet
        isOpen={doing?.what === 'create'}
        stores={stores}
        untilMs={end === undefined ? undefined : Date.parse(end)}
        onClose={onDone}
        onMade={keep}
      />
      {doing?.what === 'rotate' && <RotateDialog of={doing.key} onClose={onDone} onMade={keep} />}
      {doing?.what === 'revoke' && (
        <RevokeDialog
          of={doing.key}
          isOwn={doing.key.id === who.id}
          onClose={onDone}
          onRevoked={() => {
            onDone()
            router.refresh()
          }}
        />
      )}
      {made && <SecretDialog made={made} onClose={() => setMade(undefined)} />}
    </>
  )
}
