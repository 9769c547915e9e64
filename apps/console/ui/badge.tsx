// A badge says a state in a word. Its tone helps the eye; the word carries the meaning.

import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export type Tone = 'neutral' | 'accent' | 'allow' | 'deny' | 'cond' | 'info'

export interface BadgeProps {
  readonly tone?: Tone
  readonly icon?: ReactNode
  readonly className?: string
  readonly children: ReactNode
}

export const TONES: Readonly<Record<Tone, string>> = {
  neutral: 'border-line bg-sunken text-muted',
  accent: 'border-accent-line bg-accent-soft text-accent-ink',
  allow: 'border-allow-line bg-allow-soft text-allow',
  deny: 'border-deny-line bg-deny-soft text-deny',
  cond: 'border-cond-line bg-cond-soft text-cond',
  info: 'border-info-line bg-info-soft text-info',
}

export function Badge({ tone = 'neutral', icon, className, children }: BadgeProps) {
  return (
    <span
      className={classes(
        'inline-flex max-w-full items-center gap-1 whitespace-nowrap rounded-full border px-2 font-medium text-xs [&_svg]:size-3 [&_svg]:flex-none',
        TONES[tone],
        className,
      )}
    >
      {icon}
      <span className="truncate">{children}</span>
    </span>
  )
}
