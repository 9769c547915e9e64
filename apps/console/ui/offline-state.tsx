import { CloudOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { Banner } from './banner.tsx'
import { Humps } from './humps.tsx'

export interface OfflineStateProps {
  readonly title: ReactNode
  /** What is kept meanwhile: "What you typed is kept." */
  readonly text?: ReactNode
  readonly actions?: ReactNode
}

/** The server cannot be reached, and it is being tried again. It says so once, and goes when it is over. */
export function OfflineState({ title, text, actions }: OfflineStateProps) {
  return (
    <Banner
      role="status"
      tone="cond"
      title={title}
      icon={<CloudOff aria-hidden="true" />}
      actions={actions ?? <Humps isSwimming className="h-4 w-12 text-cond" />}
    >
      {text}
    </Banner>
  )
}
