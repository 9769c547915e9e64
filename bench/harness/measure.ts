// Timing that can be believed on a shared machine: every case of a comparison runs once per round, one after the other,
// so that a slow second of the machine falls on all of them; the figure is the median over the rounds. Each run gives a
// checksum of its answers, and a wrong one stops the benchmark: a fast wrong answer is not a figure.

export interface Case {
  readonly name: string
  /** What one run does this often; the figure is per operation. */
  readonly operations: number
  /** The sum of the answers; must equal `expected`. */
  run(): number
  readonly expected: number
}

/** Nanoseconds per operation, by the name of the case. */
export type Timings = ReadonlyMap<string, Timing>

export interface Timing {
  readonly median: number
  readonly best: number
  readonly worst: number
}

export interface MeasureOptions {
  readonly rounds: number
  readonly warmups?: number
}

export class WrongAnswer extends Error {}

export function measure(cases: readonly Case[], { rounds, warmups = 2 }: MeasureOptions): Timings {
  const times = new Map(cases.map(({ name }) => [name, [] as number[]]))
  for (let round = -warmups; round < rounds; round++) {
    for (const each of cases) {
      const ns = timed(each)
      if (round >= 0) times.get(each.name)!.push(ns / each.operations)
    }
  }
  return new Map([...times].map(([name, ofRounds]) => [name, summarize(ofRounds)]))
}

function timed({ name, expected, run }: Case): number {
  const started = performance.now()
  const sum = run()
  const ns = (performance.now() - started) * 1e6
  if (sum !== expected) throw new WrongAnswer(`${name}: the answers add up to ${sum}, expected ${expected}`)
  return ns
}

function summarize(values: readonly number[]): Timing {
  const sorted = [...values].sort((a, b) => a - b)
  return { median: quantile(sorted, 0.5), best: sorted[0]!, worst: sorted.at(-1)! }
}

/** Each operation timed on its own: the nanoseconds of all of them, ascending. The clock itself costs about 40 ns. */
export function latencies(operations: number, ask: (operation: number) => void): Float64Array {
  const ns = new Float64Array(operations)
  for (let i = 0; i < operations; i++) {
    const started = performance.now()
    ask(i)
    ns[i] = (performance.now() - started) * 1e6
  }
  return ns.sort()
}

/** Of sorted values; the lower one between two. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]!
}

export function medianOf(values: Iterable<number>): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  )
}
