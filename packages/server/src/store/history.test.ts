// The past, compared with something simpler: a list of what each revision did, folded in memory. And what is built on
// it: expiry, export, import.

import { randomUUID } from 'node:crypto'
import { type Tuple, tupleKey } from '@lockness/authz'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../test/cluster.ts'
import { type Appender, createAppender } from './append.ts'
import { collectExpired, forgetKeys, selectStoresWithExpired } from './expire.ts'
import { openSnapshot } from './export.ts'
import { revisionAt, tupleHistory } from './history.ts'
import { importTuples } from './import.ts'
import { nextChain, readEntry, selectLog } from './log.ts'
import { selectHead } from './stores.ts'
import type { TupleChange } from './write.ts'

let cluster: TestCluster
let appender: Appender

beforeAll(async () => {
  cluster = await startCluster()
  appender = createAppender({ database: cluster.database, newId: randomUUID, now: Date.now })
}, 60_000)
afterAll(() => cluster.stop())

const append = (storeId: string, changes: TupleChange[], actor = 'user:t', reason?: string) =>
  appender.append(storeId, { changes, actor, action: 'tuple.write', source: 'test', ...(reason && { reason }) })

async function allAt(storeId: string, revision?: number): Promise<Tuple[]> {
  const found: Tuple[] = []
  const snapshot = await openSnapshot(cluster.database, storeId, revision)
  for await (const page of snapshot.tuples) found.push(...page)
  return found
}

const sorted = (tuples: Iterable<Tuple>) => [...tuples].sort((a, b) => (tupleKey(a) < tupleKey(b) ? -1 : 1))

it('tuples at every past revision are the fold of the log, and what a list in memory says', async () => {
  const tuple = fc.record({
    object: fc.constantFrom('doc:1', 'doc:2', 'doc:__proto__'),
    relation: fc.constantFrom('viewer', 'constructor'),
    subject: fc.constantFrom('user:a', 'user:*', 'group:g#member'),
    expiresAt: fc.constantFrom(undefined, 9e12),
    condition: fc.constantFrom(undefined, { name: 'c' }, { name: 'c', context: { n: 1 } }),
  })
  const change = fc.record({ op: fc.constantFrom('put' as const, 'clear' as const), tuple })
  const writes = fc.array(fc.uniqueArray(change, { maxLength: 4, selector: (each) => tupleKey(clean(each.tuple)) }), {
    minLength: 1,
    maxLength: 12,
  })
  await fc.assert(
    fc.asyncProperty(writes, async (list) => {
      const storeId = await cluster.makeStore()
      const expected: Tuple[][] = [[]]
      const state = new Map<string, Tuple>()
      for (const changes of list) {
        for (const { op, tuple } of changes) {
          if (op === 'clear') state.delete(tupleKey(clean(tuple)))
          else state.set(tupleKey(clean(tuple)), clean(tuple))
        }
        await append(
          storeId,
          changes.map(({ op, tuple }) => ({ op, tuple: clean(tuple) })),
        )
        expected.push(sorted(state.values()))
      }
      for (const [revision, tuples] of expected.entries())
        expect(sorted(await allAt(storeId, revision))).toEqual(tuples)
      const folded = new Map<string, Tuple>()
      for (const row of await selectLog(cluster.database, storeId, 0, 100)) {
        const { change, revision } = readEntry(row)
        for (const removed of change.removed) {
          expect(folded.get(tupleKey(removed))).toEqual(removed)
          folded.delete(tupleKey(removed))
        }
        for (const added of change.added) folded.set(tupleKey(added), added)
        expect(sorted(folded.values())).toEqual(expected[revision])
      }
    }),
    { numRuns: 15, seed: 7 },
  )
}, 120_000)

function clean({
  expiresAt,
  condition,
  ...key
}: {
  object: string
  relation: string
  subject: string
  expiresAt: number | undefined
  condition: Tuple['condition'] | undefined
}): Tuple {
  return { ...key, ...(condition && { condition }), ...(expiresAt !== undefined && { expiresAt }) }
}

const VIEWER = { object: 'doc:1', relation: 'viewer', subject: 'user:a' }

it('the history of a tuple says who, when and why, from beginning to end', async () => {
  const storeId = await cluster.makeStore()
  const first = await append(storeId, [{ op: 'add', tuple: VIEWER }], 'user:boss', 'hired')
  const second = await append(storeId, [{ op: 'remove', tuple: VIEWER }], 'user:hr', 'left')
  await append(storeId, [{ op: 'put', tuple: VIEWER }])
  const [past, now] = await tupleHistory(cluster.database, storeId, VIEWER)
  expect(past).toEqual({
    tuple: VIEWER,
    since: 1,
    until: 2,
    source: 'test',
    actor: 'user:boss',
    reason: 'hired',
    begunAtMs: first.committedAtMs,
    endedAtMs: second.committedAtMs,
    endedBy: 'user:hr',
    endReason: 'left',
  })
  expect(now).toMatchObject({ since: 3, until: undefined, endedBy: undefined })
  expect(await revisionAt(cluster.database, storeId, first.committedAtMs - 1)).toBe(0)
  expect(await revisionAt(cluster.database, storeId, second.committedAtMs + 60_000)).toBe(3)
})

it('an expired tuple is taken out by a revision, a renewed one stays', async () => {
  const storeId = await cluster.makeStore()
  const expired = { ...VIEWER, expiresAt: Date.now() - 1 }
  await append(storeId, [
    { op: 'add', tuple: expired },
    { op: 'add', tuple: { ...VIEWER, object: 'doc:2', expiresAt: Date.now() + 60_000 } },
  ])
  expect(await selectStoresWithExpired(cluster.database)).toContain(storeId)
  await expect(append(storeId, [{ op: 'remove', tuple: VIEWER }])).rejects.toMatchObject({ code: 'conflict' })
  expect(await collectExpired(cluster.database, appender, storeId)).toMatchObject({ revision: 2 })
  expect(await collectExpired(cluster.database, appender, storeId)).toBeUndefined()
  const [row] = await selectLog(cluster.database, storeId, 1, 1)
  expect(row && readEntry(row)).toMatchObject({
    actor: 'system',
    source: 'expiry',
    change: { removed: [expired], added: [] },
  })
  expect((await allAt(storeId)).map(({ object }) => object)).toEqual(['doc:2'])
  await append(storeId, [{ op: 'add', tuple: { ...VIEWER, expiresAt: Date.now() - 1 } }])
  await append(storeId, [{ op: 'put', tuple: VIEWER }])
  await append(storeId, [{ op: 'expire', tuple: VIEWER }])
  expect(await allAt(storeId)).toContainEqual(VIEWER)
})

it('keys older than a day are forgotten', async () => {
  const storeId = await cluster.makeStore()
  await appender.append(storeId, { changes: [], actor: 'a', action: 'a', source: 'a', idempotencyKey: 'k' })
  expect(await forgetKeys(cluster.database)).toBe(0)
  await cluster.database.query(
    `update lockness.idempotency set created_at = now() - interval '2 days' where store_id = $1`,
    [storeId],
  )
  expect(await forgetKeys(cluster.database)).toBe(1)
})

function canonical(tuple: Tuple | undefined): string {
  return tuple === undefined ? '' : JSON.stringify([tupleKey(tuple), tuple.condition, tuple.expiresAt])
}

function* manyTuples(count: number): Generator<Tuple> {
  for (let i = 0; i < count; i++) {
    const odd = i % 1_000 === 0 ? `\t\\N\n'${i}` : String(i)
    yield {
      object: `doc:${odd}`,
      relation: 'viewer',
      subject: `user:${i % 97}`,
      ...(i % 10 === 0 && { condition: { name: 'c', context: { text: 'a\\b\tc' } } }),
      ...(i % 7 === 0 && { expiresAt: 9e12 }),
    }
  }
}

it('an import goes in by chunks, one revision each, goes on after a failure, and comes out as it went in', async () => {
  const storeId = await cluster.makeStore()
  await append(storeId, [
    { op: 'add', tuple: { object: 'doc:1', relation: 'viewer', subject: 'user:1', expiresAt: 9e12 } },
  ])
  const COUNT = 25_000
  function* broken() {
    let i = 0
    for (const tuple of manyTuples(COUNT)) {
      if (i++ === 21_000) throw new Error('the file ends')
      yield tuple
    }
  }
  const options = { database: cluster.database, storeId, importId: 'first', actor: 'user:t', newId: randomUUID }
  await expect(importTuples({ ...options, rows: broken() })).rejects.toThrow('the file ends')
  const progress: number[] = []
  const onProgress = ({ rows }: { rows: number }) => progress.push(rows)
  await importTuples({ ...options, rows: manyTuples(COUNT), onProgress })
  expect(progress).toEqual([25_000])
  // As text: a difference between two lists of this length would take minutes to print.
  const [found, wanted] = [sorted(await allAt(storeId)), sorted(manyTuples(COUNT))]
  expect(found.length).toBe(COUNT)
  expect(
    found.map((tuple) => canonical(tuple)).find((text, index) => text !== canonical(wanted[index])),
  ).toBeUndefined()
  expect((await selectHead(cluster.database, storeId))?.revision).toBe(4)
  const rows = await selectLog(cluster.database, storeId, 0, 10)
  expect(rows.map((row) => readEntry(row).change).map(({ removed, added }) => [removed.length, added.length])).toEqual([
    [0, 1],
    [1, 10_000],
    [0, 10_000],
    [0, 5_000],
  ])
  // What follows the log has what the tables have.
  const folded = new Map<string, Tuple>()
  for (const { change } of rows.map(readEntry)) {
    for (const removed of change.removed) expect(folded.delete(tupleKey(removed))).toBe(true)
    for (const added of change.added) folded.set(tupleKey(added), added)
  }
  expect(found.find((tuple) => canonical(tuple) !== canonical(folded.get(tupleKey(tuple))))).toBeUndefined()
  expect(folded.size).toBe(COUNT)
  for (const [index, row] of rows.entries()) {
    const previous = rows[index - 1]
    if (previous) expect(nextChain(previous.chain, storeId, row)).toEqual(row.chain)
  }
  await importTuples({ ...options, rows: manyTuples(COUNT), onProgress })
  expect(progress).toEqual([25_000])
  expect(await cluster.database.query(`select 1 from pg_class where relname = 'lockness_stage'`)).toEqual([])
}, 120_000)

it('an import of a broken tuple, into an unknown store, or by two at once is refused', async () => {
  const storeId = await cluster.makeStore()
  const options = { database: cluster.database, storeId, importId: 'i', actor: 'user:t', newId: randomUUID }
  await expect(
    importTuples({ ...options, rows: [{ object: 'x', relation: 'r', subject: 'user:a' }] }),
  ).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(importTuples({ ...options, storeId: 'nowhere', rows: manyTuples(1) })).rejects.toMatchObject({
    code: 'not_found',
  })
  const both = await Promise.allSettled([
    importTuples({ ...options, rows: manyTuples(500) }),
    importTuples({ ...options, rows: manyTuples(500) }),
  ])
  expect(both.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1)
  expect((await selectHead(cluster.database, storeId))?.revision).toBe(1)
  expect(await allAt(storeId)).toHaveLength(500)
})

it('a chunk that was judged by a model which is no longer in force is judged again before anything of it goes in', async () => {
  const storeId = await cluster.makeStore()
  const model = { id: 'new', body: '{}' }
  await appender.append(storeId, { changes: [], actor: 'a', action: 'model.write', source: 'test', model })
  const judgements = ['old', 'new'].map((id) => ({
    model: id,
    refusal: ({ object }: Tuple) => (id === 'new' && object === 'doc:2' ? 'not by the new one' : undefined),
  }))
  const refused: [number, string][] = []
  await importTuples({
    database: cluster.database,
    storeId,
    importId: 'i',
    actor: 'a',
    newId: randomUUID,
    rows: [VIEWER, { ...VIEWER, object: 'doc:2' }],
    judge: async () => judgements.shift()!,
    onRefused: (row, message) => refused.push([row, message]),
  })
  expect(await allAt(storeId)).toEqual([VIEWER])
  expect(refused).toEqual([[2, 'not by the new one']])
})

it('a snapshot does not see what is written while it is read', async () => {
  const storeId = await cluster.makeStore()
  await importTuples({
    database: cluster.database,
    storeId,
    importId: 'i',
    actor: 'a',
    newId: randomUUID,
    rows: manyTuples(12_000),
  })
  const snapshot = await openSnapshot(cluster.database, storeId)
  let count = 0
  for await (const page of snapshot.tuples) {
    count += page.length
    await append(storeId, [
      { op: 'put', tuple: { ...VIEWER, object: `zzz:${count}` } },
      { op: 'clear', tuple: { object: 'doc:9999', relation: 'viewer', subject: `user:${9999 % 97}` } },
    ])
  }
  expect(count).toBe(12_000)
  expect(snapshot.chain).toEqual(
    (await selectLog(cluster.database, storeId, 0, 9)).find(({ revision }) => revision === snapshot.revision)?.chain,
  )
})
