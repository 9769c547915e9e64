// How fast are complete lists, as the bytes that go to the socket? Each result must be found (a bit for each edge of the
// person's rows, then the bits in order) and its name copied out of the arena: the floor is these two loops over plain
// arrays of the same size. The engine may take half as long again.
//
// Sketch per result of 36 characters: walk 2 ns while the bits are in the cache, emit 30 to 50 ns: 10,000 in 0.5 ms,
// 1 M in 50 ms. An intersection walks three edges for each result, an exclusion one more for each hundred.

import type { Engine } from '@lockness/authz'
import { accessFloor, emitFloor, walkFloor } from './harness/floors.ts'
import { type Case, measure, WrongAnswer } from './harness/measure.ts'
import { runProbe } from './harness/probe.ts'
import { NOW, type Run, scaled } from './harness/run.ts'
import type { SliceFigures } from './harness/slices-probe.ts'
import { type ListOf, type ListsWorld, makeListsWorld } from './workload/lists.ts'
import { loadWorld } from './workload/load.ts'
import { objectName, tuplesIn } from './workload/world.ts'

const SIZES = [10, 1_000, 10_000, 100_000, 1_000_000]
const RESULTS_PER_RUN = 200_000
const REPEATS_MAX = 500
const FIRST_PAGE = 100

export async function lists({ report, rounds, scale }: Run): Promise<void> {
  const sizes = [...new Set(SIZES.map((size) => scaled(size, scale)))]
  const world = makeListsWorld(sizes)
  report.heading(`W4  lists, ${tuplesIn(world).toLocaleString('en-US')} tuples`)
  const engine = loadWorld(world)
  for (const size of sizes) {
    const ofSize = world.lists.filter((list) => list.size === size)
    const walk = walkFloor(size, world.docs, repeatsFor(size))
    const emit = emitFloor(size, 36, 'doc', repeatsFor(size))
    const listed = ofSize.map((list) => listCase(world, engine, list))
    const timings = measure([walk, emit, ...listed.map((each) => each.case)], { rounds })
    const floor = timings.get(walk.name)!.median + timings.get(emit.name)!.median
    for (const {
      checked,
      case: { name },
    } of listed) {
      report.add({ workload: 'W4', metric: name, value: timings.get(name)!.median, unit: 'ns/result', floor, checked })
    }
  }
  const longest = world.lists.filter(({ size }) => size === sizes.at(-1))
  const { longestMs, checked } = await runProbe<SliceFigures>('slices-probe.ts', [sizes.at(-1)!])
  report.add({
    workload: 'W4',
    metric: 'longest slice of the longest list',
    value: longestMs,
    unit: 'ms',
    floor: null,
    checked,
  })
  measureFirstPages({ report, rounds }, world, engine, longest)
}

function listCase(world: ListsWorld, engine: Engine, list: ListOf): { checked: number; case: Case } {
  const question = questionFor(world, list)
  verifyStream(world, engine, list)
  const repeats = repeatsFor(list.size)
  const bytes = list.docs.reduce((sum, doc) => sum + objectName(world, 'doc', doc).length + 1, 0)
  const run = () => {
    let sum = 0
    for (let repeat = 0; repeat < repeats; repeat++)
      for (const chunk of engine.streamObjects(question, NOW)) sum += chunk.length
    return sum
  }
  const name = `${list.operator}, ${list.size.toLocaleString('en-US')}`
  return {
    checked: list.docs.length,
    case: { name, operations: list.docs.length * repeats, expected: bytes * repeats, run },
  }
}

function repeatsFor(size: number): number {
  return Math.min(REPEATS_MAX, Math.ceil(RESULTS_PER_RUN / size))
}

export function questionFor(world: ListsWorld, { person, operator }: ListOf) {
  return { subject: objectName(world, 'user', person), relation: operator, type: 'doc' }
}

function verifyStream(world: ListsWorld, engine: Engine, list: ListOf): void {
  const lines = Buffer.concat([...engine.streamObjects(questionFor(world, list), NOW)])
    .toString('latin1')
    .split('\n')
  lines.pop()
  const wanted = new Set(Array.from(list.docs, (doc) => objectName(world, 'doc', doc)))
  if (lines.length === wanted.size && lines.every((line) => wanted.has(line))) return
  throw new WrongAnswer(
    `${list.operator}: expected a list of ${wanted.size} documents, received ${lines.length}, or others`,
  )
}

function measureFirstPages(
  { report, rounds }: Pick<Run, 'report' | 'rounds'>,
  world: ListsWorld,
  engine: Engine,
  longest: readonly ListOf[],
): void {
  const floor = accessFloor()
  const cases = longest.map((list): Case => {
    const question = questionFor(world, list)
    const wanted = Math.min(FIRST_PAGE, list.docs.length)
    const run = () => {
      const page = engine.listObjects(question, NOW, { pageSize: FIRST_PAGE })
      return page.ok ? page.value.items.length : -1
    }
    return {
      name: `${list.operator}, first ${FIRST_PAGE} of ${list.size.toLocaleString('en-US')}`,
      operations: 1,
      expected: wanted,
      run,
    }
  })
  const timings = measure([floor, ...cases], { rounds })
  for (const { name } of cases) {
    report.add({
      workload: 'W4',
      metric: name,
      value: timings.get(name)!.median / 1e6,
      unit: 'ms',
      floor: null,
      checked: rounds,
    })
  }
}
