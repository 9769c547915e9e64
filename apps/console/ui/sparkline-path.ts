// The line of a sparkline. What was not measured is a gap in it, not a zero.

export interface SparklineShape {
  /** The line, as the `d` of a path. */
  readonly line: string
  /** The area below it. */
  readonly area: string
  readonly last: { readonly x: number; readonly y: number } | undefined
}

/** Fits the values into the box; all alike, they lie in the middle of it. */
export function sparklineShape(values: readonly (number | null)[], width: number, height: number): SparklineShape {
  const known = values.filter((value) => value !== null)
  const low = Math.min(...known)
  const high = Math.max(...known)
  const x = (index: number) => round(values.length < 2 ? width : (index / (values.length - 1)) * width)
  const y = (value: number) => round(high === low ? height / 2 : height - ((value - low) / (high - low)) * height)

  const runs = runsOf(values)
  const line = runs.map((run) => `M${run.map(({ index, value }) => `${x(index)} ${y(value)}`).join('L')}`).join('')
  const area = runs
    .map((run) => {
      const points = run.map(({ index, value }) => `${x(index)} ${y(value)}`).join('L')
      return `M${x(run[0]?.index ?? 0)} ${height}L${points}L${x(run.at(-1)?.index ?? 0)} ${height}Z`
    })
    .join('')
  const last = runs.at(-1)?.at(-1)
  return { line, area, last: last && { x: x(last.index), y: y(last.value) } }
}

interface Point {
  readonly index: number
  readonly value: number
}

function runsOf(values: readonly (number | null)[]): Point[][] {
  const runs: Point[][] = []
  let run: Point[] | undefined
  for (const [index, value] of values.entries()) {
    if (value === null) run = undefined
    else if (run) run.push({ index, value })
    else runs.push((run = [{ index, value }]))
  }
  return runs
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
