// All faults, in the order of their numbers.

import type { Fault } from './cell.ts'
import { DATABASE_GONE } from './database-gone.ts'
import { DRAIN } from './drain.ts'
import { HINTS } from './hints.ts'
import { IMAGE_DAMAGE } from './image-damage.ts'
import { DATABASE_KILLED, DATABASE_RESTARTED, NODE_KILLED } from './load.ts'
import { LOST_HISTORY } from './lost-history.ts'
import { NEW_ENEMY } from './new-enemy.ts'
import { STARTERS } from './starters.ts'
import { WRITE_STEPS } from './write-steps.ts'

export const FAULTS: readonly Fault[] = [
  WRITE_STEPS,
  DATABASE_KILLED,
  DATABASE_RESTARTED,
  NODE_KILLED,
  DATABASE_GONE,
  LOST_HISTORY,
  HINTS,
  IMAGE_DAMAGE,
  NEW_ENEMY,
  DRAIN,
  STARTERS,
]
