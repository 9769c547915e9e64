// A log that is cut at its beginning: what goes, what stays, and what those are told who come from before.

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../test/cluster.ts'
import { type Appender, createAppender, type Revision } from './append.ts'
import { cutLog, selectLogDays, selectStoresToCut, updateLogDays } from './cut-log.ts'
import { openSnapshot } from './export.ts'
import { selectChain, selectLog } from './log.ts'
import { ensureInstallation } from './stores.ts'
import { followLog, type Trouble } from './tail.ts'
import { requireInHistory } from './token.ts'

let cluster: TestCluster
let appender: Appender

beforeAll(async () => {
  cluster = await startCluster()
  appender = createAppender({ database: cluster.database, newId: randomUUID, now: Date.now })
}, 60_000)
afterAll(() => cluster.stop())

/** A store of ten revisions, the first so many of which are ten days old. */
async function makeStore(old: number): Promise<{ id: string; revisions: Revision[] }> {
  const id = await cluster.makeStore()
  const revisions: Revision[] = []
  for (let i = 1; i <= 10; i++) {
    const tuple = { object: `doc:${i}`, relation: 'viewer', subject: 'user:a' }
    const write = { changes: [{ op: 'add' as const, tuple }], actor: 'a', action: 'tuple.write', source: 'test' }
    revisions.push(await appender.append(id, write))
  }
  await cluster.database.query(
    `update lockness.store_log set committed_at = committed_at - interval '10 days' where store_id = $1 and rev <= $2`,
    [id, old],
  )
  return { id, revisions }
}

const kept = async (id: string) => (await selectLog(cluster.database, id, 0, 100)).map(({ revision }) => revision)

it('takes out what is older than the days, and keeps the last ones however old', async () => {
  const [some, all, none] = [await makeStore(6), await makeStore(10), await makeStore(0)]
  const { database } = cluster
  expect((await selectStoresToCut(database, 7, 3)).sort()).toEqual([some.id, all.id].sort())
  expect(await selectStoresToCut(database, 7)).toEqual([])
  expect(await selectStoresToCut(database, 11, 3)).toEqual([])
  for (const { id } of [some, all, none]) while ((await cutLog(database, id, 7, 3)) > 0);
  expect(await kept(some.id)).toEqual([7, 8, 9, 10])
  expect(await kept(all.id)).toEqual([8, 9, 10])
  expect(await kept(none.id)).toHaveLength(10)
  expect(await selectStoresToCut(database, 7, 3)).toEqual([])
})

it('leaves what the store is and was, and the proofs of it, and goes on', async () => {
  const { id, revisions } = await makeStore(6)
  const { database } = cluster
  await cutLog(database, id, 7, 3)
  for (const revision of [3, 10]) {
    const { tuples } = await openSnapshot(database, id, revision)
    expect((await Array.fromAsync(tuples)).flat()).toHaveLength(revision)
  }
  const audits = await database.query('select rev from lockness.audit where store_id = $1', [id])
  expect(audits).toHaveLength(10)
  for (const { epoch, revision, chain } of revisions) {
    const token = { storeId: id, epoch, revision, fingerprint: chain.subarray(0, 16) }
    await expect(requireInHistory(database, token)).resolves.toBeUndefined()
  }
  const tuple = { object: 'doc:11', relation: 'viewer', subject: 'user:a' }
  const write = { changes: [{ op: 'add' as const, tuple }], actor: 'a', action: 'tuple.write', source: 'test' }
  expect(await appender.append(id, write)).toMatchObject({ revision: 11 })
})

it('tells who follows from before that they must read anew, and nobody else', async () => {
  const { id, revisions } = await makeStore(6)
  await cutLog(cluster.database, id, 7, 3)
  const follow = async (at: number) => {
    const { epoch, revision, chain } = revisions[at - 1]!
    const troubles: Trouble[] = []
    const seen: number[] = []
    const tail = followLog({
      database: cluster.database,
      storeId: id,
      from: { epoch, revision, chain },
      onRevisions: (entries) => void seen.push(...entries.map((entry) => entry.revision)),
      onTrouble: (trouble) => troubles.push(trouble),
      nowMs: () => performance.now(),
      sweepMs: 3_600_000,
    })
    await tail.poll().catch(() => undefined)
    await tail.stop()
    return { troubles, seen }
  }
  expect(await follow(5)).toEqual({ troubles: [{ kind: 'floor', floor: 6 }], seen: [] })
  expect(await follow(6)).toEqual({ troubles: [], seen: [7, 8, 9, 10] })
  expect(await selectChain(cluster.database, id, 6)).toBeUndefined()
})

it('is said once for all nodes, and is off until somebody says it', async () => {
  const { database } = cluster
  await expect(updateLogDays(database, 30)).rejects.toMatchObject({ code: 'misconfigured' })
  await ensureInstallation(database, { id: randomUUID(), tokenKey: Buffer.alloc(32) })
  expect(await selectLogDays(database)).toBeUndefined()
  await updateLogDays(database, 30)
  expect(await selectLogDays(database)).toBe(30)
  await expect(updateLogDays(database, 1)).rejects.toThrow()
  await updateLogDays(database, null)
  expect(await selectLogDays(database)).toBeUndefined()
})
