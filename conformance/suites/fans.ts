// Rows as wide as lists get in practice, at and around powers of two, where counters wrap and pages end. The answers
// are known from how the world is made, so no reference is needed at this size.

import type { AuthorizationModel, Engine, Tuple } from '@lockness/authz'
import { openEngine } from '../subjects/configurations.ts'
import { paged, streamed } from '../subjects/engine-subject.ts'
import type { Parts } from '../subjects/parts.ts'
import type { Tally } from '../tally.ts'

const WIDTHS = [
  1, 2, 63, 64, 65, 255, 257, 1_023, 1_025, 4_095, 4_097, 16_383, 16_384, 16_385, 65_535, 65_536, 65_537, 70_000,
]

const MODEL: AuthorizationModel = {
  schema_version: '1.1',
  type_definitions: [
    { type: 'user' },
    type('group', { member: { this: {} } }, { member: ['user', 'group#member'] }),
    type(
      'doc',
      {
        parent: { this: {} },
        blocked: { this: {} },
        viewer: { union: { child: [{ this: {} }, arrow('viewer')] } },
        reader: {
          difference: {
            base: { computedUserset: { relation: 'viewer' } },
            subtract: { computedUserset: { relation: 'blocked' } },
          },
        },
      },
      { parent: ['doc'], blocked: ['user'], viewer: ['user', 'user:*', 'group#member'] },
    ),
  ],
}

export function runFans(parts: Parts, tally: Tally, widthMax: number): void {
  for (const width of WIDTHS.filter((each) => each <= widthMax)) {
    const name = `fans/${width}`
    tally.attempt(name, () => {
      const engine = openEngine(parts, parts.authz.Graph.build(fan(width)), { model: MODEL, tuples: [] })
      askFan(engine, width, (holds, question) => tally.expect(holds, `${name}/${question}`, () => 'a wrong answer'))
    })
  }
}

/** A group of `width` members views the folder `doc:top`, which holds `width` documents; every third is blocked. */
function fan(width: number): Tuple[] {
  const tuples: Tuple[] = [{ object: 'doc:top', relation: 'viewer', subject: 'group:all#member' }]
  for (let i = 0; i < width; i++) {
    tuples.push({ object: 'group:all', relation: 'member', subject: `user:${i}` })
    tuples.push({ object: `doc:${i}`, relation: 'parent', subject: 'doc:top' })
    if (i % 3 === 0) tuples.push({ object: `doc:${i}`, relation: 'blocked', subject: 'user:0' })
  }
  return tuples
}

function askFan(engine: Engine, width: number, expect: (holds: boolean, question: string) => void): void {
  const given = { at: 0 }
  const last = width - 1
  const verdict = (subject: string, relation: string, object: string) =>
    engine.check({ subject, relation, object }, given).answer
  expect(verdict(`user:${last}`, 'viewer', `doc:${last}`) === 'yes', 'the last member views the last document')
  expect(verdict(`user:${width}`, 'viewer', `doc:${last}`) === 'no', 'a stranger does not')
  expect(verdict('user:0', 'reader', 'doc:0') === 'no', 'who is blocked is no reader')
  expect(verdict('user:0', 'reader', `doc:${last}`) === (last % 3 === 0 ? 'no' : 'yes'), 'who is not blocked is')
  const viewed = { subject: `user:${last}`, relation: 'viewer', type: 'doc' }
  for (const subject of [streamed(engine), paged(engine, 7_919)]) {
    const list = subject.listObjects(viewed, given)
    expect(
      list.ok && new Set(list.value).size === width + 1 && list.value.length === width + 1,
      'all documents are listed',
    )
    const read = subject.listObjects({ ...viewed, subject: 'user:0', relation: 'reader' }, given)
    expect(read.ok && read.value.length === width + 1 - Math.ceil(width / 3), 'all but the blocked ones are listed')
  }
  const members = paged(engine, 7_919).listSubjects(
    { object: 'doc:top', relation: 'viewer', filter: { type: 'user' } },
    given,
  )
  expect(
    members.ok && new Set(members.value).size === width && members.value.length === width,
    'all members are listed',
  )
}

function arrow(relation: string) {
  return { tupleToUserset: { tupleset: { relation: 'parent' }, computedUserset: { relation } } }
}

function type(
  name: string,
  relations: AuthorizationModel['type_definitions'][number]['relations'] & {},
  allowed: Readonly<Record<string, readonly string[]>>,
): AuthorizationModel['type_definitions'][number] {
  const restriction = (text: string) => {
    const [subjectType, relation] = text.split('#')
    if (relation !== undefined) return { type: subjectType!, relation }
    return text.endsWith(':*') ? { type: text.slice(0, -2), wildcard: {} } : { type: text }
  }
  const metadata = Object.keys(relations).map((relation) => {
    return [relation, { directly_related_user_types: (allowed[relation] ?? []).map(restriction) }] as const
  })
  return { type: name, relations, metadata: { relations: Object.fromEntries(metadata) } }
}
