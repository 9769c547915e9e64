'use client'

// Something went wrong: what happened, what was kept, what to do, and the number to ask with.

import { RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { CopyButton } from './copy-button.tsx'
import { Humps } from './humps.tsx'
import { useUiTexts } from './provider.tsx'
import { StatePanel } from './state-panel.tsx'

export interface ErrorStateProps {
  /** What happened. */
  readonly title: ReactNode
  /** What was kept, and what to do. */
  readonly text?: ReactNode
  /** For whoever looks into the logs. */
  readonly requestId?: string | undefined
  readonly onRetry?: (() => void) | undefined
  readonly actions?: ReactNode
  readonly isSmall?: boolean
}

export function ErrorState({ title, text, requestId, onRetry, actions, isSmall = false }: ErrorStateProps) {
  const texts = useUiTexts()
  const ways = (onRetry || actions) && (
    <>
      {onRetry && (
        <Button icon={<RotateCw aria-hidden="true" />} onClick={onRetry}>
          {texts.retry}
        </Button>
      )}
      {actions}
    </>
  )
  return (
    <StatePanel
      role="alert"
      title={title}
      isSmall={isSmall}
      mark={<Humps className={isSmall ? 'h-6 w-20 text-deny' : 'h-9 w-32 text-deny'} />}
      actions={ways}
    >
      {text}
      {requestId && (
        <p className="mt-2 flex items-center justify-center gap-1 text-xs">
          {texts.requestId} <code className="font-mono">{requestId}</code>
          <CopyButton text={requestId} />
        </p>
      )}
    </StatePanel>
  )
}
