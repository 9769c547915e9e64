import { compileModel, createEngine, Graph, type Tuple } from '@lockness/authz'
import { compileConditions, diffModels, parseModel } from '@lockness/language'
import { expect, test } from 'vitest'
import { gainsOf } from './model-gains.ts'

const NOW = Date.UTC(2026, 10, 21)
const asked = (remainingMs: number) => ({ deadline: { remainingMs: () => remainingMs }, now: new Date(NOW) })

function compiled(doc: string) {
  const { model, diagnostics } = parseModel(`model
  schema 1.1
type user
type team
  relations
    define member: [user]
${doc}
condition hours(hour: int) {
  hour < 18
}
`)
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  return compileModel(model, compileConditions(model).conditions)
}

const DOC = (rules: string) =>
  compiled(`type doc\n  relations\n    define team: [team]\n    define owner: [user]\n${rules}`)
const tuple = (text: string): Tuple => {
  const [object = '', relation = '', subject = ''] = text.split(' ')
  return { object, relation, subject }
}
const TUPLES = ['team:a member user:anne', 'team:a member user:bob', 'doc:1 team team:a', 'doc:1 owner user:anne'].map(
  tuple,
)

async function gains(
  before: ReturnType<typeof DOC>,
  after: ReturnType<typeof DOC>,
  tuples = TUPLES,
  remainingMs = 60_000,
) {
  const graph = Graph.build(tuples)
  const engine = createEngine(graph, before)
  const succession = { engine, revision: graph.revision, next: after }
  return gainsOf(succession, diffModels(before.source, after.source), asked(remainingMs) as never)
}

const HOURS = '    define reader: owner or [user with hours]\n'

test('who comes and who goes, also where a rule only rests on another one', async () => {
  const before = DOC('    define reader: owner\n    define can_print: reader\n')
  const after = DOC('    define reader: member from team\n    define can_print: reader\n')
  expect(await gains(before, after)).toMatchObject({
    gained: 2,
    lost: 0,
    unsure: 0,
    isExact: true,
    relations: [
      { type: 'doc', relation: 'reader', gained: 1 },
      { type: 'doc', relation: 'can_print', gained: 1 },
    ],
    items: [
      { subject: 'user:bob', relation: 'reader', object: 'doc:1', before: 'no', after: 'yes' },
      { subject: 'user:bob', relation: 'can_print', object: 'doc:1', before: 'no', after: 'yes' },
    ],
  })
  expect(await gains(after, before)).toMatchObject({ gained: 0, lost: 2, isExact: true })
})

test('a type that goes takes all that was had on it', async () => {
  const before = DOC('    define reader: owner\n')
  expect(await gains(before, compiled(''))).toMatchObject({ gained: 0, lost: 3, isExact: true })
})

test('what hangs on a context that nobody gave is unsure', async () => {
  const before = DOC('    define reader: owner\n')
  const after = DOC(HOURS.replace('owner or [user with hours]', '[user with hours] or owner'))
  const conditional = { ...tuple('doc:1 reader user:carl'), condition: { name: 'hours' } }
  expect(await gains(before, after, [...TUPLES, conditional])).toMatchObject({ gained: 0, lost: 0, unsure: 1 })
})

test('nothing changes, nothing is told', async () => {
  const model = DOC('    define reader: owner\n')
  expect(await gains(model, model)).toMatchObject({ gained: 0, lost: 0, compared: 0, isExact: true, items: [] })
})

test('what cannot be looked at in time is said to be a beginning', async () => {
  const before = DOC('    define reader: owner\n')
  const after = DOC('    define reader: member from team\n')
  const many = Array.from({ length: 200 }, (_, i) => tuple(`doc:${i} owner user:anne`))
  expect(await gains(before, after, [...TUPLES, ...many.slice(2)], 1)).toMatchObject({ isExact: false })
})
