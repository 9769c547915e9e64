/** The questions of the benchmark by the names that one types. */

import type { Run } from './harness/run.ts'
import { publishedShapes } from './w0-published-shapes.ts'
import { creatorPlatform } from './w1-creator-platform.ts'

export const QUESTIONS: ReadonlyMap<string, (run: Run) => void | Promise<void>> = new Map([
  ['W0', publishedShapes],
  ['W1', creatorPlatform],
])
