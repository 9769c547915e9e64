import type { ReactNode } from 'react'
import { StatePanel } from './state-panel.tsx'

export interface EmptyStateProps {
  readonly title: ReactNode
  /** What would be here, and how it comes here. */
  readonly text?: ReactNode
  readonly actions?: ReactNode
  readonly isSmall?: boolean
}

/** There is nothing here, and that is all right. */
export function EmptyState({ title, text, actions, isSmall = false }: EmptyStateProps) {
  return (
    <StatePanel title={title} actions={actions} isSmall={isSmall}>
      {text}
    </StatePanel>
  )
}
