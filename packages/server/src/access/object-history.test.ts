// The history of a thing in a store where most tuples have ended: it is found by indexes, whether the thing was given on or
// given to, and whatever else has ended is not looked through.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../test/cluster.ts'
import type { Database } from '../store/database.ts'
import { selectHappenings } from './object.sql.ts'

const ENDED = 20_000

let cluster: TestCluster
let store: string

beforeAll(async () => {
  cluster = await startCluster()
  store = await cluster.makeStore()
  const { database } = cluster
  await database.query(
    `insert into lockness.tuple (store_id, object, relation, subject, since, until, source, actor)
     select $1, 'doc:' || i, 'viewer', case when i % 2 = 0 then 'user:' || i / 10 else 'team:' || i / 10 || '#member' end,
       i, i + 1, 'test', 'user:tester' from generate_series(1, $2::int) i`,
    [store, ENDED],
  )
  await database.query(
    `insert into lockness.audit (store_id, rev, at, actor, action, source, added, removed)
     select $1, i, now(), 'user:tester', 'tuple.write', 'test', 1, 0 from generate_series(1, $2::int + 1) i`,
    [store, ENDED],
  )
  await database.query('analyze lockness.tuple')
  await database.query('analyze lockness.audit')
}, 60_000)
afterAll(() => cluster.stop(), 60_000)

/** Answers as the database does, and keeps how it found what it answers. */
function explaining(plans: string[]): Pick<Database, 'query'> {
  const { database } = cluster
  return {
    async query<R extends Record<string, unknown>>(sql: string, values?: readonly unknown[]): Promise<R[]> {
      const lines = await database.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, values)
      plans.push(lines.map((line) => line['QUERY PLAN']).join('\n'))
      return database.query<R>(sql, values)
    },
  }
}

// biome-ignore format: a table is read by its columns
it.each([
  ['who was given something', 'user:77',  10, 'tuple_closed_subject'],
  ['whose members were',      'team:77',  10, 'tuple_closed_subject'],
  ['what was given',          'doc:771',   2, 'tuple_closed'],
])('of %s is found by an index', async (_, object, count, index) => {
  const plans: string[] = []
  const found = await selectHappenings(explaining(plans), store, object, { before: undefined, limit: 100 })
  expect(found).toHaveLength(count)
  expect(plans.length).toBe(3)
  expect(plans.join('\n')).toContain(index)
  for (const plan of plans) expect(plan).not.toContain('Seq Scan')
})
