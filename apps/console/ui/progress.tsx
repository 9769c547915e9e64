import { classes } from './classes.ts'

export interface ProgressProps {
  readonly label: string
  /** From 0 to 1; without it, it goes on and nobody knows how long. */
  readonly value?: number | undefined
  /** In words: "12,000 of 100,000 rows". */
  readonly valueText?: string
  readonly tone?: 'accent' | 'allow' | 'deny'
  readonly className?: string
}

const FILLS = { accent: 'bg-accent', allow: 'bg-allow', deny: 'bg-deny' }

export function Progress({ label, value, valueText, tone = 'accent', className }: ProgressProps) {
  const percent = value === undefined ? undefined : Math.round(Math.max(0, Math.min(1, value)) * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={valueText}
      className={classes(
        'h-1.5 w-full overflow-clip rounded-full bg-hover shadow-[inset_0_0_0_1px_var(--lk-line)]',
        className,
      )}
    >
      <div
        className={classes(
          'h-full rounded-full transition-[width]',
          FILLS[tone],
          percent === undefined && 'lk-skeleton',
        )}
        style={{ width: `${percent ?? 100}%` }}
      />
    </div>
  )
}
