// How long is a chain of d hops? At best d dependent memory accesses, because the next object is known only when the
// edge to it has been read; the row's bounds and its node are two places, so 2·d·D is the goal, and nothing may stop a
// chain of a thousand.
//
// Sketch at D = 60 ns: d = 8: 0.9 µs, 32: 3.8 µs, 100: 12 µs; a no of a person without other groups costs the same from
// the object's side, and one look from the person's side. A diamond of 2^20 paths has 41 groups: 82 edges.

import { type Expected, preparedCase, verify } from './harness/asking.ts'
import { accessFloor } from './harness/floors.ts'
import { type Case, measure } from './harness/measure.ts'
import { NOW, type Run, scaled } from './harness/run.ts'
import { type Chains, makeChains, makeDiamond, makeRing } from './workload/deep.ts'
import { loadWorld } from './workload/load.ts'
import { Random } from './workload/random.ts'
import { objectName, tuplesIn, type World } from './workload/world.ts'

const DEPTHS = [2, 4, 8, 16, 32, 64, 100, 1000]
/** Objects of all chains of one depth at scale 1; at most this many chains. */
const OBJECTS = 3_200_000
const CHAINS_MAX = 100_000
const HOPS_PER_RUN = 400_000

export function deep(run: Run): void {
  run.report.heading('W2  deep')
  for (const depth of DEPTHS) measureChains(run, depth)
  for (const world of [makeDiamond(20), makeRing(1000)]) measureLoop(run, world)
}

/** Folders are the chain that everybody has; groups can also be met from the person's side. */
function measureChains({ report, rounds, scale, seed }: Run, depth: number): void {
  const count = Math.min(scaled(CHAINS_MAX, scale), scaled(OBJECTS / depth, scale))
  const floor = accessFloor()
  const measured = (['folder', 'group'] as const).flatMap((of) => {
    const world = makeChains(of, depth, count, seed)
    const engine = loadWorld(world)
    const asked = Math.min(count, Math.ceil(HOPS_PER_RUN / depth))
    const name = of === 'folder' ? `chain of ${depth}` : `chain of ${depth} groups`
    return [true, false].map((expected) => {
      const questions = ask(world, of, asked, expected, seed)
      const checked = verify(engine, questions, NOW)
      return { checked, case: preparedCase(`${name}, ${expected ? 'yes' : 'no'}`, engine, questions, NOW) }
    })
  })
  const timings = measure([floor, ...measured.map((each) => each.case)], { rounds })
  for (const {
    checked,
    case: { name },
  } of measured) {
    report.add({
      workload: 'W2',
      metric: name,
      value: timings.get(name)!.median,
      unit: 'ns',
      floor: timings.get(floor.name)!.median,
      checked,
    })
  }
}

/** The person at the far end of each chain; for a no, the one of the next chain. */
function ask(world: Chains, of: 'folder' | 'group', count: number, expected: boolean, seed: number): Expected[] {
  const random = new Random(seed + 1)
  return Array.from({ length: count }, () => {
    const chain = random.below(world.count)
    const person = expected ? chain : (chain + 1) % world.count
    const subject = objectName(world, 'user', person)
    const relation = of === 'folder' ? 'viewer' : 'member'
    return { question: { subject, relation, object: objectName(world, of, world.near[chain]!) }, expected }
  })
}

function measureLoop({ report, rounds }: Run, world: World): void {
  const engine = loadWorld(world)
  const floor = accessFloor()
  const object = objectName(world, 'group', 0)
  const cases: Case[] = []
  let checked = 0
  for (const [person, expected] of [
    [0, true],
    [1, false],
  ] as const) {
    const asked = [{ question: { subject: objectName(world, 'user', person), relation: 'member', object }, expected }]
    checked += verify(engine, asked, NOW)
    const repeats = Math.ceil(HOPS_PER_RUN / tuplesIn(world) / 10)
    cases.push(preparedCase(`${world.name}, ${expected ? 'yes' : 'no'}`, engine, asked, NOW, repeats))
  }
  const timings = measure([floor, ...cases], { rounds })
  for (const { name } of cases) {
    report.add({
      workload: 'W2',
      metric: name,
      value: timings.get(name)!.median,
      unit: 'ns',
      floor: timings.get(floor.name)!.median,
      checked,
    })
  }
}
