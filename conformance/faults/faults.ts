// All faults, in the order of their numbers.

import type { Fault } from './cell.ts'
import { DATABASE_KILLED, DATABASE_RESTARTED, NODE_KILLED } from './load.ts'
import { WRITE_STEPS } from './write-steps.ts'

export const FAULTS: readonly Fault[] = [WRITE_STEPS, DATABASE_KILLED, DATABASE_RESTARTED, NODE_KILLED]
