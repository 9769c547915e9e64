// A merge beside checks, in a process that holds what a server holds: the graph, and not the text that it was built from.
// `node --expose-gc harness/merge-probe.ts SCALE SEED` prints one line of JSON.

import type { Engine } from '@lockness/authz'
import { CreatorOracle } from '../oracle/creator-oracle.ts'
import { apply, CHANGED_TUPLES, questionsOf } from '../overlay.ts'
import { makeCreatorWorld } from '../workload/creator.ts'
import { makeChanges } from '../workload/creator-changes.ts'
import { CreatorQuestions } from '../workload/creator-questions.ts'
import { loadWorld } from '../workload/load.ts'
import { type Expected, expectAnswer, prepareAll, verify } from './asking.ts'
import { NOW, scaled } from './run.ts'

export interface MergeFigures {
  readonly longestMs: number
  readonly secondMs: number
  readonly allMs: number
  readonly checked: number
}

/** What it makes on the way is garbage when it returns. */
function prepare(scale: number, seed: number): { readonly engine: Engine; readonly questions: readonly Expected[] } {
  const before = makeCreatorWorld({ scale, seed })
  const { list, after } = makeChanges(before, scaled(CHANGED_TUPLES, Math.min(1, scale)), seed + 7)
  const engine = loadWorld(before)
  for (const change of list) apply(engine, change)
  return { engine, questions: questionsOf(after, new CreatorQuestions(after, new CreatorOracle(after), seed + 1)) }
}

/** Between two steps of the merge a check is asked; its answer may not change. */
function merge(engine: Engine, questions: readonly Expected[]): MergeFigures {
  const prepared = prepareAll(engine, questions)
  const steps: number[] = []
  let asked = 0
  for (const merging = engine.graph.mergeSteps(); ; asked++) {
    const started = performance.now()
    const { done } = merging.next()
    steps.push(performance.now() - started)
    if (done) break
    const { question, expected } = questions[asked % questions.length]!
    expectAnswer(question, expected, engine.checkPrepared(prepared[asked % questions.length]!, NOW))
  }
  const checked = asked + verify(engine, questions, NOW)
  const [longestMs = 0, secondMs = 0] = steps.toSorted((a, b) => b - a)
  return { longestMs, secondMs, allMs: steps.reduce((sum, ms) => sum + ms, 0), checked }
}

const { engine, questions } = prepare(Number(process.argv[2]), Number(process.argv[3]))
globalThis.gc?.()
console.log(JSON.stringify(merge(engine, questions)))
