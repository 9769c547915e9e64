// What the graph answered. Each answer has a shape, a mark and a word of its own, so that nobody needs the colour:
// a disc with a tick, an octagon with a cross, a diamond with a question mark for "cannot tell", which is neither of the two.

import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export type VerdictKind = 'allowed' | 'denied' | 'unknown'

export interface VerdictProps {
  readonly kind: VerdictKind
  /** The word: "Allowed". */
  readonly label: ReactNode
  readonly className?: string
}

const SHAPES: Readonly<Record<VerdictKind, { readonly outline: string; readonly mark: string }>> = {
  allowed: { outline: 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0 -20Z', mark: 'M7.5 12.4l3.1 3.1l6-6.6' },
  denied: { outline: 'M8 2h8l6 6v8l-6 6H8l-6-6V8Z', mark: 'M8.6 8.6l6.8 6.8M15.4 8.6l-6.8 6.8' },
  unknown: {
    outline: 'M12 1.2L22.8 12L12 22.8L1.2 12Z',
    mark: 'M9.7 9.6a2.4 2.4 0 1 1 3.5 2.1c-.8.4-1.2.9-1.2 1.8M12 16.6v.1',
  },
}

const INKS: Readonly<Record<VerdictKind, string>> = { allowed: 'text-allow', denied: 'text-deny', unknown: 'text-cond' }

const BANDS: Readonly<Record<VerdictKind, string>> = {
  allowed: 'border-allow-line bg-allow-soft',
  denied: 'border-deny-line bg-deny-soft',
  unknown: 'border-cond-line bg-cond-soft',
}

/** The sign alone, for where the word stands beside it anyway. */
export function VerdictMark({ kind, className }: { readonly kind: VerdictKind; readonly className?: string }) {
  const { outline, mark } = SHAPES[kind]
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={classes('flex-none', INKS[kind], className ?? 'size-4')}>
      <path d={outline} fill="currentColor" />
      <path
        d={mark}
        fill="none"
        className="stroke-surface"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}

export function Verdict({ kind, label, className }: VerdictProps) {
  return (
    <span className={classes('inline-flex items-center gap-1.5 font-medium', INKS[kind], className)}>
      <VerdictMark kind={kind} />
      {label}
    </span>
  )
}

export interface VerdictBandProps extends VerdictProps {
  /** The whole answer in one sentence: who, what, on which thing. */
  readonly sentence?: ReactNode
  /** Revision, model, time, duration. */
  readonly facts?: ReactNode
  readonly actions?: ReactNode
}

/** The answer, large: the first thing one sees of it. */
export function VerdictBand({ kind, label, sentence, facts, actions, className }: VerdictBandProps) {
  return (
    <div
      className={classes(
        'flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border px-pad py-4',
        BANDS[kind],
        className,
      )}
    >
      <VerdictMark kind={kind} className="size-10" />
      <div className="min-w-0 flex-1 basis-60">
        <p className={classes('font-semibold text-lg', INKS[kind])}>{label}</p>
        {sentence && <p className="text-base text-ink">{sentence}</p>}
        {facts && <div className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs">{facts}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  )
}
