import { LockKeyhole } from 'lucide-react'
import type { ReactNode } from 'react'
import { Waterline } from './humps.tsx'
import { StatePanel } from './state-panel.tsx'

export interface NoPermissionStateProps {
  /** What one may not do or see. */
  readonly title: ReactNode
  /** Which permission it takes, and who can give it. */
  readonly text?: ReactNode
  readonly actions?: ReactNode
  readonly isSmall?: boolean
}

/** It is there, and not for this person; nobody did anything wrong. */
export function NoPermissionState({ title, text, actions, isSmall = false }: NoPermissionStateProps) {
  const mark = (
    <div className="flex w-48 flex-col items-center gap-2">
      <LockKeyhole
        aria-hidden="true"
        strokeWidth={1.5}
        className={isSmall ? 'size-6 text-muted' : 'size-8 text-muted'}
      />
      <Waterline className="w-full opacity-60" />
    </div>
  )
  return (
    <StatePanel title={title} actions={actions} isSmall={isSmall} mark={mark}>
      {text}
    </StatePanel>
  )
}
