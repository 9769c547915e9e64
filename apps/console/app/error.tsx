'use client'
// A page that failed: what kind of failure it was is in the digest, which is all that comes to the browser.

import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { readFailure } from '#session/failure.ts'
import { Alive } from '#ui/alive.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { LinkButton } from '#ui/link.tsx'
import { NoPermissionState } from '#ui/no-permission-state.tsx'

const TEXTS = {
  forbidden: ['noPermissionTitle', 'noPermissionText'],
  unavailable: ['unavailableTitle', 'unavailableText'],
  other: ['errorTitle', 'errorText'],
} as const

export default function PageError({
  error,
  reset,
}: {
  readonly error: Error & { readonly digest?: string }
  readonly reset: () => void
}) {
  const t = useMessages('shell')
  const router = useRouter()
  const { kind, id } = readFailure(error.digest)
  const home = <LinkButton href="/">{t('goHome')}</LinkButton>
  const [title, text] = TEXTS[kind]
  const retry = () =>
    startTransition(() => {
      router.refresh()
      reset()
    })
  return (
    <div className="grid flex-1 place-items-center">
      <h1 className="sr-only">{t(title)}</h1>
      <Alive />
      {kind === 'forbidden' ? (
        <NoPermissionState title={t(title)} text={t(text)} actions={home} />
      ) : (
        <ErrorState title={t(title)} text={t(text)} requestId={id} onRetry={retry} actions={home} />
      )}
    </div>
  )
}
