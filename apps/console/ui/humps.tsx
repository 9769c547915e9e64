import { classes } from './classes.ts'

const HUMPS = [
  'M6 14 C10 14 10 4 18 4 S26 14 30 14',
  'M30 14 C33 14 33 7 38.5 7 S44 14 47 14',
  'M47 14 C49 14 49.5 10 53 10 S57 14 59 14',
]

export interface HumpsProps {
  readonly isSwimming?: boolean
  readonly className?: string
}

/** The three humps, for the eyes only: what they stand for is said beside them. */
export function Humps({ isSwimming = false, className }: HumpsProps) {
  return (
    <svg
      viewBox="0 0 64 18"
      aria-hidden="true"
      strokeWidth="2.5"
      className={classes('lk-humps', isSwimming && 'lk-swim', className)}
    >
      {HUMPS.map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  )
}

/** A hairline out of which the three humps rise: under the title of a page. */
export function Waterline({ className }: { readonly className?: string }) {
  return (
    <div aria-hidden="true" className={classes('flex items-end', className)}>
      <svg viewBox="0 0 64 12" aria-hidden="true" strokeWidth="2" className="lk-humps h-3 w-16 flex-none text-accent">
        <path d="M1 11 H6 C11 11 11 2 19 2 S27 11 31 11 C34 11 34.5 5 39 5 S44 11 47 11 C49 11 49.5 7.5 52.5 7.5 S56 11 58 11 H63" />
      </svg>
      <div className="mb-[0.5px] h-px flex-1 bg-line" />
    </div>
  )
}
