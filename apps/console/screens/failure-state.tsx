'use client'
// Why something is not here: not for this key, nobody answers, or refused; each with what can be done about it.

import { useRouter } from 'next/navigation'
import { useMessages } from '#messages/use-messages.tsx'
import type { Failure } from '#session/tried.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { NoPermissionState } from '#ui/no-permission-state.tsx'

/** What it takes to see it: `can_read on system:lockness`, or a role on the store of the page. */
type Needs =
  | { readonly needs: string }
  | { readonly needs?: never; readonly storeRole?: 'reader' | 'writer' | 'importer' | 'exporter' | 'watcher' }

export type FailureStateProps = Needs & {
  readonly failure: Failure
  readonly isSmall?: boolean
  readonly onRetry?: () => void
}

export function FailureState({ failure, isSmall = false, onRetry, ...needed }: FailureStateProps) {
  const t = useMessages('shell')
  const router = useRouter()
  if (failure.kind === 'forbidden') {
    const { needs } = needed
    const text =
      needs === undefined ? t('needsRole', { role: needed.storeRole ?? 'reader' }) : t('needsPermission', { needs })
    return <NoPermissionState isSmall={isSmall} title={t('noPermissionTitle')} text={text} />
  }
  const isAway = failure.kind === 'away'
  return (
    <ErrorState
      isSmall={isSmall}
      title={isAway ? t('awayTitle') : t('refusedTitle')}
      text={isAway ? t('awayText') : failure.detail}
      requestId={failure.requestId}
      onRetry={onRetry ?? (() => router.refresh())}
    />
  )
}
