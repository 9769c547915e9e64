// How long does a list keep others waiting? Its slices, in a process that holds the graph and not the text that it was
// built from. `node --expose-gc harness/slices-probe.ts SIZE` prints one line of JSON.

import type { Engine, ListObjectsQuestion } from '@lockness/authz'
import { questionFor } from '../w4-lists.ts'
import { makeListsWorld } from '../workload/lists.ts'
import { loadWorld } from '../workload/load.ts'
import { medianOf, WrongAnswer } from './measure.ts'
import { NOW } from './run.ts'

export interface SliceFigures {
  /** Of each list the median over its runs; of these the longest. */
  readonly longestMs: number
  readonly checked: number
}

const RUNS = 9

interface Asked {
  readonly question: ListObjectsQuestion
  readonly count: number
}

/** What it makes on the way is garbage when it returns. */
function prepare(size: number): { readonly engine: Engine; readonly asked: readonly Asked[] } {
  const world = makeListsWorld([size])
  const asked = world.lists.map((list) => ({ question: questionFor(world, list), count: list.docs.length }))
  return { engine: loadWorld(world), asked }
}

function longestSlice(engine: Engine, { question, count }: Asked): number {
  let longest = 0
  for (const stream = engine.streamObjects(question, NOW); ; ) {
    const started = performance.now()
    const { done, value } = stream.next()
    longest = Math.max(longest, performance.now() - started)
    if (!done) continue
    if (value.ok && value.value.count === count) return longest
    throw new WrongAnswer(`a list of ${count} came as ${JSON.stringify(value)}`)
  }
}

const { engine, asked } = prepare(Number(process.argv[2]))
const longest = asked.map((each) => {
  globalThis.gc?.()
  return medianOf(Array.from({ length: RUNS }, () => longestSlice(engine, each)))
})
const figures: SliceFigures = { longestMs: Math.max(...longest), checked: asked.length * RUNS }
console.log(JSON.stringify(figures))
