/** The questions of the benchmark by the names that one types. `all` is all of them but the writing of files. */

import { emit } from './emit.ts'
import type { Run } from './harness/run.ts'
import { importTuples } from './import.ts'
import { memory } from './memory.ts'
import { overlay } from './overlay.ts'
import { peers } from './peers.ts'
import { serve } from './serve.ts'
import { start } from './start.ts'
import { tail } from './tail.ts'
import { publishedShapes } from './w0-published-shapes.ts'
import { creatorPlatform } from './w1-creator-platform.ts'
import { unrelatedData } from './w1-unrelated-data.ts'
import { deep } from './w2-deep.ts'
import { wide } from './w3-wide.ts'
import { lists } from './w4-lists.ts'
import { conditions } from './w6-conditions.ts'
import { write } from './write.ts'

type Question = (run: Run) => void | Promise<void>

// biome-ignore format: a table is read by its columns
export const QUESTIONS: ReadonlyMap<string, readonly Question[]> = new Map<string, readonly Question[]>([
  ['W0',      [publishedShapes]],
  ['W1',      [creatorPlatform, unrelatedData]],
  ['W2',      [deep]],
  ['W3',      [wide]],
  ['W4',      [lists]],
  ['W6',      [conditions]],
  ['memory',  [memory]],
  ['overlay', [overlay]],
  ['peers',   [peers]],
  ['serve',   [serve]],
  ['write',   [write]],
  ['tail',    [tail]],
  ['import',  [importTuples]],
  ['start',   [start]],
  ['emit',    [emit]],
])
