'use client'
// Why something is not here: not for this key, nobody answers, or refused; each with what can be done about it.

import { useRouter } from 'next/navigation'
import { useMessages } from '#messages/use-messages.tsx'
import type { Failure } from '#session/tried.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { NoPermissionState } from '#ui/no-permission-state.tsx'

export interface FailureStateProps {
  readonly failure: Failure
  /** What it takes to see it: `reader`. */
  readonly needs?: 'reader' | 'writer' | 'importer' | 'exporter' | 'watcher'
  readonly isSmall?: boolean
  readonly onRetry?: () => void
}

export function FailureState({ failure, needs = 'reader', isSmall = false, onRetry }: FailureStateProps) {
  const t = useMessages('data')
  const router = useRouter()
  if (failure.kind === 'forbidden')
    return (
      <NoPermissionState isSmall={isSmall} title={t('forbiddenTitle')} text={t('forbiddenText', { role: needs })} />
    )
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
