// What does width cost? A member of a group of a million is one search in a sorted row, or, from the person's side, a
// look at the few groups they are in: 3 memory accesses at most. A no over a document shared with a thousand groups of
// a thousand people must not look at the million: the person's groups are few, each is looked up among the document's.
//
// Sketch at D = 60 ns: member of 1 M: the person's row (2 accesses) and one search: 150 ns. Deny over 1,000 × 1,000:
// a person in no group: 2 accesses, 120 ns; in one other group: one more search; the goal of 1,000 D is for engines
// that must ask each group. A person in 10,000 groups against a document with as many: a merge, 20 µs.

import { type Expected, preparedCase, verify } from './harness/asking.ts'
import { accessFloor } from './harness/floors.ts'
import { measure } from './harness/measure.ts'
import { NOW, type Run, scaled } from './harness/run.ts'
import { loadWorld } from './workload/load.ts'
import { Random } from './workload/random.ts'
import { LARGE_GROUP, makeWideWorld, POPULAR_DOC, SHARED_DOC, type WideWorld } from './workload/wide.ts'
import { objectName, tuplesIn } from './workload/world.ts'

const PEOPLE = 2_000_000
const GROUPS = 1_000
const GROUP_SIZE = 1_000
const MANY_GROUPS = 10_000
const QUESTIONS = 50_000
const MERGES = 200

export function wide({ report, rounds, scale, seed }: Run): void {
  const world = makeWideWorld(
    scaled(PEOPLE, scale),
    scaled(GROUPS, Math.sqrt(scale)),
    scaled(GROUP_SIZE, Math.sqrt(scale)),
    scaled(MANY_GROUPS, scale),
    seed,
  )
  report.heading(`W3  wide, ${tuplesIn(world).toLocaleString('en-US')} tuples`)
  const engine = loadWorld(world)
  const cases = questionsOf(world, seed).map(([name, asked]) => {
    const checked = verify(engine, asked, NOW)
    return { checked, case: preparedCase(name, engine, asked, NOW) }
  })
  const floor = accessFloor()
  const timings = measure([floor, ...cases.map((each) => each.case)], { rounds })
  for (const {
    checked,
    case: { name },
  } of cases) {
    report.add({
      workload: 'W3',
      metric: name,
      value: timings.get(name)!.median,
      unit: 'ns',
      floor: timings.get(floor.name)!.median,
      checked,
    })
  }
}

function questionsOf(world: WideWorld, seed: number): [string, Expected[]][] {
  const random = new Random(seed + 1)
  const ask = (count: number, relation: string, object: string, expected: boolean, person: () => number): Expected[] =>
    Array.from({ length: count }, () => ({
      question: { subject: objectName(world, 'user', person()), relation, object },
      expected,
    }))
  const half = world.people >>> 1
  const even = () => 2 * random.below(half)
  const odd = () => 2 * random.below(half) + 1
  const busy = 2 * (half - 1)
  const large = objectName(world, 'group', LARGE_GROUP)
  const shared = objectName(world, 'doc', SHARED_DOC)
  const inShared = world.sets[1]!.subjects
  const members = new Set(inShared)
  const outside = () => {
    for (;;) {
      const person = even()
      if (!members.has(person) && person !== busy) return person
    }
  }
  return [
    ['member of a large group, yes', ask(QUESTIONS, 'member', large, true, even)],
    ['member of a large group, no', ask(QUESTIONS, 'member', large, false, odd)],
    [
      'allow over 1,000 groups × 1,000',
      ask(QUESTIONS, 'view', shared, true, () => inShared[random.below(inShared.length)]!),
    ],
    ['deny over 1,000 groups × 1,000', ask(QUESTIONS, 'view', shared, false, outside)],
    ['deny over 1,000 groups × 1,000, in no group', ask(QUESTIONS, 'view', shared, false, odd)],
    ['deny of a person in 10,000 groups', ask(MERGES, 'view', shared, members.has(busy), () => busy)],
    [
      'allow of a person in 10,000 groups',
      ask(MERGES, 'view', objectName(world, 'doc', POPULAR_DOC), true, () => busy),
    ],
    [
      'deny over the 10,000 groups of another',
      ask(QUESTIONS, 'view', objectName(world, 'doc', POPULAR_DOC), false, odd),
    ],
  ]
}
