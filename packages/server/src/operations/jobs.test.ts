// What is done now and then, when one store stands in its way.

import { expect, it } from 'vitest'
import type { Appender, Revision } from '../store/append.ts'
import type { Database } from '../store/database.ts'
import { startJobs } from './jobs.ts'

it('a store whose expired tuples cannot be taken out keeps no other store from it', async () => {
  const expired = new Map([
    ['broken', [{ object: 'doc:1', relation: 'viewer', subject: 'user:ann' }]],
    ['whole', [{ object: 'doc:2', relation: 'viewer', subject: 'user:ann' }]],
  ])
  const asked: string[] = []
  const query = async (sql: string, values: readonly unknown[] = []): Promise<object[]> => {
    asked.push(sql)
    if (sql.includes('"isMine"')) return [{ isMine: true }]
    if (sql.includes('as id from lockness.store_head')) return [...expired.keys()].map((id) => ({ id }))
    return expired.get(String(values[0])) ?? []
  }
  const database = {
    query,
    transaction: (work: (tx: { query: typeof query }) => Promise<unknown>) => work({ query }),
  } as unknown as Database
  const appender: Appender = {
    async append(storeId) {
      if (storeId === 'broken') throw new Error('stack depth limit exceeded')
      expired.delete(storeId)
      return { storeId } as Revision
    },
  }
  const reports: string[] = []
  const jobs = startJobs({ database, appender, report: (message) => reports.push(message), everyMs: 3_600_000 })
  expect(await jobs.run()).toBe(true)
  await jobs.stop()
  expect([...expired.keys()]).toEqual(['broken'])
  expect(reports).toEqual(['what has expired in `broken` was not taken out: Error: stack depth limit exceeded'])
  expect(asked.some((sql) => sql.includes('delete from lockness.idempotency'))).toBe(true)
})
