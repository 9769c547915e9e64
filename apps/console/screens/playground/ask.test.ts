import { expect, test } from 'vitest'
import type { Workspace } from '#screens/models/workspace/workspace.ts'
import { askScratch } from './ask.ts'
import { SAMPLES } from './samples.ts'
import { TUPLES } from './scratch.ts'

const MODEL = `model
  schema 1.1
type user
type doc
  relations
    define viewer: [user, user with office_hours]
condition office_hours(hour: int) {
  hour >= 8 && hour < 18
}
`
const tuples = `- {user: user:anne, relation: viewer, object: doc:1}
- {user: user:bob, relation: viewer, object: doc:1, condition: {name: office_hours}}
`

function ask(subject: string, context = '', text = tuples) {
  const files = new Map([
    ['model.fga', MODEL],
    [TUPLES, text],
  ])
  const workspace: Workspace = { kind: 'whole', files }
  return askScratch(workspace, { subject, relation: 'viewer', object: 'doc:1', context }, 0)
}

test('yes and no come with their steps', () => {
  expect(ask('user:anne')).toMatchObject({ kind: 'allowed', tuples: 2 })
  const no = ask('user:carl')
  expect(no).toMatchObject({ kind: 'denied' })
  expect('steps' in no && no.steps.length).toBeGreaterThan(0)
})

test('a context is given as JSON; without it there is no answer', () => {
  expect(ask('user:bob', '{"hour": 9}')).toMatchObject({ kind: 'allowed' })
  expect(ask('user:bob', '{"hour": 20}')).toMatchObject({ kind: 'denied' })
  expect(ask('user:bob')).toMatchObject({ kind: 'unknown' })
})

test.each([
  ['a context that is none', () => ask('user:bob', '[1]')],
  ['a context that is no JSON', () => ask('user:bob', '{')],
  [
    'a tuple that the model forbids',
    () => ask('user:anne', '', '- {user: "doc:1", relation: viewer, object: "doc:1"}\n'),
  ],
])('%s is told, not thrown', (_, run) => {
  expect(run()).toMatchObject({ kind: 'broken' })
})

test.each(SAMPLES.map((sample) => [sample.id, sample] as const))('the sample %s holds', async (_, { scratch }) => {
  const { examine } = await import('#screens/models/workspace/examine.ts')
  const workspace: Workspace = { kind: scratch.kind, files: new Map(Object.entries(scratch.files)) }
  const { examined, testPaths, runTests } = examine(workspace, Date.UTC(2026, 10, 21))
  expect(examined.findings).toEqual([])
  expect(testPaths.length).toBeGreaterThan(0)
  for (const path of testPaths) expect(runTests(path)).toMatchObject({ failed: 0, findings: [] })
  expect(askScratch(workspace, scratch.question, Date.UTC(2026, 10, 21)).kind).toMatch(/allowed|denied/)
})
