// OpenFGA's own test data, run the way its project runs it: all tests at the same time on one server, each in a store of
// its own. A test is written in chunks of 40 tuples, shuffled, and asks its questions one by one; whose step comes next
// is left to chance, so between any two steps of one test come those of others, of the same names and another meaning.
// A store lives through all the stages of its test: a new model finds the tuples of the one before.

import type { Engine, Graph } from '@lockness/authz'
import type { Chance } from '../generate/chance.ts'
import { openEngine } from '../subjects/configurations.ts'
import { engineSubject, streamed } from '../subjects/engine-subject.ts'
import type { Parts } from '../subjects/parts.ts'
import type { Configuration } from '../subjects/subject.ts'
import type { Tally } from '../tally.ts'
import { mayBeContextual, modelOfStage, type OpenfgaTest, type Stage, stepsOfStage, tupleOf } from './openfga.ts'

const TUPLES_PER_WRITE = 40

type Place = 'stored' | 'contextual'

export function runOpenfgaServer(tests: readonly OpenfgaTest[], parts: Parts, chance: Chance, tally: Tally): void {
  const running = tests.flatMap((test) => [
    steps(test, 'stored', parts, chance, tally),
    ...(mayBeContextual(test) ? [steps(test, 'contextual', parts, chance, tally)] : []),
  ])
  while (running.length > 0) {
    const next = chance.below(running.length)
    let isDone: boolean | undefined = true
    tally.attempt('openfga server', () => (isDone = running[next]!.next().done))
    if (isDone) running.splice(next, 1)
  }
}

function* steps(
  test: OpenfgaTest,
  place: Place,
  parts: Parts,
  chance: Chance,
  tally: Tally,
): Generator<undefined, void> {
  const store = parts.authz.Graph.build([])
  for (const [index, stage] of test.stages.entries()) {
    const name = `openfga/${test.name}/${place}/${index + 1} [server]`
    const model = modelOfStage(stage, parts, tally, name)
    const engine = openEngine(parts, store, { model, tuples: [] })
    if (place === 'stored') yield* write(store, stage, chance, tally, name)
    const brought = place === 'contextual' ? chance.shuffle((stage.tuples ?? []).map(tupleOf)) : []
    for (const configuration of waysToAsk(engine)) {
      const subject = configuration.open({ model, tuples: [] }, chance)
      yield* stepsOfStage(stage, { subject, brought, tally, name, configuration })
    }
  }
}

function* write(
  store: Graph,
  { tuples = [] }: Stage,
  chance: Chance,
  tally: Tally,
  name: string,
): Generator<undefined, void> {
  const shuffled = chance.shuffle(tuples.map(tupleOf))
  for (let from = 0; from < shuffled.length; from += TUPLES_PER_WRITE) {
    const applied = store.apply({ removed: [], added: shuffled.slice(from, from + TUPLES_PER_WRITE) })
    tally.expect(applied.ok, `${name} write`, () => JSON.stringify(applied))
    yield undefined
  }
}

/** The plain way, and the one in which the lists are streamed. */
function waysToAsk(engine: Engine): Configuration[] {
  return [
    { name: 'server', open: () => engineSubject(engine) },
    { name: 'server, streamed', open: () => streamed(engine) },
  ]
}
