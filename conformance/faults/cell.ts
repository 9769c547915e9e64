// What every fault has: a name, and a run that counts. `seconds` is for how long it may draw; `rounds` for how often it
// happens at least once.

import type { Chance } from '../generate/chance.ts'
import type { Tally } from '../tally.ts'

export interface Run {
  readonly chance: Chance
  readonly tally: Tally
  readonly seconds: number
  /** The least that shows anything: a few of what there is. */
  readonly isShort: boolean
  /** What it has to say besides passed and failed. */
  note(name: string, value: number): void
}

export interface Fault {
  readonly name: string
  readonly says: string
  run(run: Run): Promise<void>
}
