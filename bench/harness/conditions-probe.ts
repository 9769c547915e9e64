// Checks over one graph of W1 whose edges carry conditions, or do not, in a process that holds no other:
// `node --expose-gc harness/conditions-probe.ts NAME SCALE SEED ROUNDS` prints one line of JSON.

import { CreatorOracle } from '../oracle/creator-oracle.ts'
import { asText } from '../w1-creator-platform.ts'
import { conditionsWorld, GIVEN } from '../w6-conditions.ts'
import { CreatorQuestions } from '../workload/creator-questions.ts'
import { loadWorld } from '../workload/load.ts'
import { type Expected, preparedCase, verify } from './asking.ts'
import { accessFloor } from './floors.ts'
import { measure } from './measure.ts'

export interface ConditionFigures {
  readonly coldNs: number
  readonly directNs: number
  /** One dependent memory access, in the same rounds. */
  readonly accessNs: number
  readonly checked: number
}

const QUESTIONS = 10_000

/** What it makes on the way is garbage when it returns. */
function prepare(name: string, scale: number, seed: number) {
  const world = conditionsWorld(name, scale, seed)
  const questions = new CreatorQuestions(world, new CreatorOracle(world), seed + 1)
  const cold: Expected[] = questions.cold(QUESTIONS).map((each) => asText(world, each))
  const direct: Expected[] = questions.direct(QUESTIONS).map((each) => asText(world, each))
  return { engine: loadWorld(world), cold, direct }
}

const [name = '', scale, seed, rounds] = process.argv.slice(2)
const { engine, cold, direct } = prepare(name, Number(scale), Number(seed))
globalThis.gc?.()
const checked = verify(engine, cold, GIVEN) + verify(engine, direct, GIVEN)
const floor = accessFloor()
const cases = [preparedCase('cold', engine, cold, GIVEN), preparedCase('direct', engine, direct, GIVEN)]
const timings = measure([floor, ...cases], { rounds: Number(rounds) })
const medianOf = (each: string) => timings.get(each)!.median
const figures: ConditionFigures = {
  coldNs: medianOf('cold'),
  directNs: medianOf('direct'),
  accessNs: medianOf(floor.name),
  checked,
}
console.log(JSON.stringify(figures))
