import { CircleDashed } from 'lucide-react'
import type { ReactNode } from 'react'
import { Banner } from './banner.tsx'

export interface PartialStateProps {
  /** What is missing, and why. */
  readonly title: ReactNode
  readonly text?: ReactNode
  readonly actions?: ReactNode
}

/** Not all of it is here. It stands above what is, so that nobody takes a part for the whole. */
export function PartialState({ title, text, actions }: PartialStateProps) {
  return (
    <Banner tone="cond" title={title} actions={actions} icon={<CircleDashed aria-hidden="true" />}>
      {text}
    </Banner>
  )
}
