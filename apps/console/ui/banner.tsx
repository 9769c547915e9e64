// Something about the whole page or the whole card, that stays until it is no longer true.

import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export type BannerTone = 'info' | 'cond' | 'deny' | 'allow'

export interface BannerProps {
  readonly title: ReactNode
  readonly tone?: BannerTone
  readonly icon?: ReactNode
  readonly actions?: ReactNode
  /** `alert` interrupts who listens; `status` waits for a pause. */
  readonly role?: 'alert' | 'status'
  readonly className?: string
  readonly children?: ReactNode
}

const LOOKS: Readonly<Record<BannerTone, string>> = {
  info: 'border-info-line bg-info-soft [&>svg]:text-info',
  cond: 'border-cond-line bg-cond-soft [&>svg]:text-cond',
  deny: 'border-deny-line bg-deny-soft [&>svg]:text-deny',
  allow: 'border-allow-line bg-allow-soft [&>svg]:text-allow',
}

const ICONS: Readonly<Record<BannerTone, ReactNode>> = {
  info: <Info aria-hidden="true" />,
  cond: <TriangleAlert aria-hidden="true" />,
  deny: <CircleAlert aria-hidden="true" />,
  allow: <Info aria-hidden="true" />,
}

export function Banner({ title, tone = 'info', icon, actions, role, className, children }: BannerProps) {
  return (
    <div
      role={role}
      className={classes(
        'flex flex-wrap items-start gap-x-3 gap-y-2 rounded-lg border px-4 py-3 text-sm [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:flex-none',
        LOOKS[tone],
        className,
      )}
    >
      {icon ?? ICONS[tone]}
      {/* Where there is no room beside it, what can be done stands below. */}
      <div className="min-w-0 flex-[1_1_14rem]">
        <p className="font-medium">{title}</p>
        {children && <div className="text-muted">{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  )
}
