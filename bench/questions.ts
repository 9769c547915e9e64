/** The questions of the benchmark by the names that one types. */

import type { Run } from './harness/run.ts'
import { publishedShapes } from './w0-published-shapes.ts'
import { creatorPlatform } from './w1-creator-platform.ts'
import { deep } from './w2-deep.ts'
import { wide } from './w3-wide.ts'
import { lists } from './w4-lists.ts'
import { conditions } from './w6-conditions.ts'
import { peers } from './peers.ts'
import { memory } from './memory.ts'
import { overlay } from './overlay.ts'

export const QUESTIONS: ReadonlyMap<string, (run: Run) => void | Promise<void>> = new Map([
  ['W0', publishedShapes],
  ['W1', creatorPlatform],
  ['W2', deep],
  ['W3', wide],
  ['W4', lists],
  ['W6', conditions],
  ['memory', memory],
  ['overlay', overlay],
  ['peers', peers],
])
