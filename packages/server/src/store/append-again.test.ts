// The same write more than once: because the caller asks again with a key, or because an answer was lost.

import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../test/cluster.ts'
import { expectSound, live, write } from '../../test/writes.ts'
import { AppError } from '../errors.ts'
import { type Appender, createAppender } from './append.ts'
import type { Database } from './database.ts'

let cluster: TestCluster
let appender: Appender

beforeAll(async () => {
  cluster = await startCluster()
  appender = makeAppender(cluster.database)
}, 60_000)
afterAll(() => cluster.stop())

function makeAppender(database: Pick<Database, 'query'>): Appender {
  return createAppender({ database, newId: randomUUID, now: Date.now })
}

describe('an idempotency key', () => {
  it('gives the first result again, also within one group', async () => {
    const storeId = await cluster.makeStore()
    const keyed = write(['+doc:1#viewer@user:a'], { idempotencyKey: 'k1' })
    const [first, second] = await Promise.all([appender.append(storeId, keyed), appender.append(storeId, keyed)])
    const third = await appender.append(storeId, keyed)
    expect([first, second, third].map(({ revision, isReplay }) => [revision, isReplay])).toEqual([
      [1, false],
      [1, true],
      [1, true],
    ])
    expect(third.chain).toEqual(first.chain)
    expect(await expectSound(cluster.database, storeId)).toBe(1)
  })

  it('with another write is an error, in another store a key of its own, and after a day free', async () => {
    const [one, two] = [await cluster.makeStore(), await cluster.makeStore()]
    const keyed = write(['+doc:1#viewer@user:a'], { idempotencyKey: 'k' })
    const other = write(['+doc:2#viewer@user:a'], { idempotencyKey: 'k' })
    await appender.append(one, keyed)
    await expect(appender.append(one, other)).rejects.toMatchObject({ code: 'idempotency_mismatch' })
    expect((await appender.append(two, other)).isReplay).toBe(false)
    await cluster.database.query(
      `update lockness.idempotency set created_at = created_at - interval '25 hours' where store_id = $1`,
      [one],
    )
    expect(await appender.append(one, other)).toMatchObject({ revision: 2, isReplay: false })
  })
})

describe('an answer that is lost', () => {
  /** Carries out and then says that the connection broke, `times` times. */
  function losing(times: number, happens: boolean): Pick<Database, 'query'> {
    let lost = 0
    return {
      async query(sql, values, options) {
        if (lost >= times) return cluster.database.query(sql, values, options)
        lost++
        if (happens) await cluster.database.query(sql, values, options)
        throw new AppError('unavailable', 'the connection broke', { detail: { wasSent: true } })
      },
    }
  }

  it.each([[true], [false]])('is found, and the write is done once (it had happened: %s)', async (happened) => {
    const storeId = await cluster.makeStore()
    const revision = await makeAppender(losing(1, happened)).append(storeId, write(['+doc:1#viewer@user:a']))
    expect(revision).toMatchObject({ revision: 1, isReplay: happened })
    expect(await expectSound(cluster.database, storeId)).toBe(1)
  })

  it('for good is unknown, never done, and the key resolves it', async () => {
    const storeId = await cluster.makeStore()
    const keyed = write(['+doc:1#viewer@user:a'], { idempotencyKey: 'k' })
    const unlucky = createAppender({ database: losing(99, true), newId: randomUUID, now: Date.now, deadlineMs: 400 })
    await expect(unlucky.append(storeId, keyed)).rejects.toMatchObject({
      code: 'outcome_unknown',
      detail: { key: 'k' },
    })
    expect(await appender.append(storeId, keyed)).toMatchObject({ revision: 1, isReplay: true })
    expect(await expectSound(cluster.database, storeId)).toBe(1)
  })

  it('does not let a late first try do what the second was told is refused', async () => {
    const storeId = await cluster.makeStore()
    let late: (() => Promise<unknown>) | undefined
    const slow: Pick<Database, 'query'> = {
      async query(sql, values, options) {
        if (late) return cluster.database.query(sql, values, options)
        late = () => cluster.database.query(sql, values, options)
        throw new AppError('unavailable', 'no answer', { detail: { wasSent: true } })
      },
    }
    const conditional = write(['+doc:1#viewer@user:a'], { preconditions: [{ kind: 'exists', object: 'doc:0' }] })
    await expect(makeAppender(slow).append(storeId, conditional)).rejects.toMatchObject({ code: 'precondition_failed' })
    await appender.append(storeId, write(['+doc:0#viewer@user:a']))
    expect(await late?.()).toMatchObject([{ status: 'refused_before' }])
    expect(await live(cluster.database, storeId)).toEqual(['doc:0#viewer@user:a'])
  })

  it('because the wait for a replica was cancelled is unknown', async () => {
    const storeId = await cluster.makeStore()
    const admin = new pg.Client(
      'url' in cluster.connection ? { connectionString: cluster.connection.url } : cluster.connection,
    )
    await admin.connect()
    try {
      await admin.query(`alter system set synchronous_standby_names = 'ghost'`)
      await admin.query('select pg_reload_conf()')
      await expect
        .poll(async () => (await admin.query('show synchronous_standby_names')).rows[0].synchronous_standby_names)
        .toBe('ghost')
      const attempt = expect(
        appender.append(storeId, write(['+doc:1#viewer@user:a'], { idempotencyKey: 'k' })),
      ).rejects.toMatchObject({ code: 'outcome_unknown' })
      await expect
        .poll(
          async () =>
            (await admin.query(`select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'`))
              .rowCount,
          { timeout: 15_000 },
        )
        .toBe(1)
      await attempt
    } finally {
      await admin.query('alter system reset synchronous_standby_names')
      await admin.query('select pg_reload_conf()')
      await admin.end()
    }
    expect(await appender.append(storeId, write(['+doc:1#viewer@user:a'], { idempotencyKey: 'k' }))).toMatchObject({
      revision: 1,
      isReplay: true,
    })
  })
})
