import { classes } from './classes.ts'
import { sparklineShape } from './sparkline-path.ts'

export interface SparklineProps {
  /** The oldest first; nothing where nothing was measured. */
  readonly values: readonly (number | null)[]
  /** What it shows, in a sentence: "Checks per second over the last hour, now 1,204". */
  readonly label: string
  readonly className?: string
}

const WIDTH = 96
const HEIGHT = 24
const PAD = 3

/** How something went, in the size of a word. It has the colour of the text around it. */
export function Sparkline({ values, label, className }: SparklineProps) {
  const { line, area, last } = sparklineShape(values, WIDTH - 2 * PAD, HEIGHT - 2 * PAD)
  return (
    <svg
      viewBox={`${-PAD} ${-PAD} ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
      className={classes('h-6 w-full overflow-visible', className)}
    >
      <path d={area} fill="currentColor" opacity="0.12" />
      <path d={line} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round" />
      {last && <circle cx={last.x} cy={last.y} r="2" fill="currentColor" />}
    </svg>
  )
}
