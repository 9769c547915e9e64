// A tail against a log that is written, forged, cut off and replaced. Divergence is made as a restore makes it: an older
// state of the same tables, written on from there.

import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../test/cluster.ts'
import { type Appender, createAppender, type Revision } from './append.ts'
import { adoptHistory } from './epoch.ts'
import { createHints, HINT_CHANNEL } from './hint.ts'
import { type LogEntry, type LogRow, selectLog } from './log.ts'
import { ensureInstallation, selectHead } from './stores.ts'
import { followLog, type Position, type Tail, type TailOptions, type Trouble } from './tail.ts'
import { formatToken, parseToken, requireInHistory } from './token.ts'

let cluster: TestCluster
let appender: Appender
const tails: Tail[] = []

beforeAll(async () => {
  cluster = await startCluster()
  appender = createAppender({ database: cluster.database, newId: randomUUID, now: Date.now })
}, 60_000)
afterEach(async () => {
  await Promise.all(tails.splice(0).map((tail) => tail.stop()))
})
afterAll(() => cluster.stop())

function add(storeId: string, id: number | string): Promise<Revision> {
  const tuple = { object: `doc:${id}`, relation: 'viewer', subject: 'user:a' }
  return appender.append(storeId, {
    changes: [{ op: 'put', tuple }],
    actor: 'user:t',
    action: 'tuple.write',
    source: 'test',
  })
}

async function headOf(storeId: string): Promise<Position> {
  const head = await selectHead(cluster.database, storeId)
  if (!head) throw new Error('no head')
  return head
}

async function follow(storeId: string, more: Partial<TailOptions> = {}) {
  const seen: LogEntry[] = []
  const troubles: Trouble[] = []
  const tail = followLog({
    database: cluster.database,
    storeId,
    from: await headOf(storeId),
    onRevisions: (entries) => void seen.push(...entries),
    onTrouble: (trouble) => troubles.push(trouble),
    nowMs: () => performance.now(),
    sweepMs: 60_000,
    ...more,
  })
  tails.push(tail)
  return { tail, seen, troubles, revisions: () => seen.map(({ revision }) => revision) }
}

describe('a tail', () => {
  it('hands on every revision once and in order, by the sweep alone', async () => {
    const storeId = await cluster.makeStore()
    const { revisions, seen, troubles } = await follow(storeId, { sweepMs: 20 })
    await Promise.all(Array.from({ length: 50 }, (_, i) => add(storeId, i)))
    await expect.poll(() => revisions().length).toBe(50)
    expect(revisions()).toEqual(Array.from({ length: 50 }, (_, i) => i + 1))
    expect(seen.map(({ change }) => change.added.length)).toEqual(Array.from({ length: 50 }, () => 1))
    expect(troubles).toEqual([])
  })

  it('is woken by the hint of another connection, and a flood of forged ones does no harm', async () => {
    const storeId = await cluster.makeStore()
    const { tail, revisions, troubles } = await follow(storeId)
    const listening = await cluster.database.listen(
      HINT_CHANNEL,
      (hint) => (hint === `${storeId} other` || hint === 'forged') && tail.hint(),
    )
    const hints = createHints(cluster.database, 'other', () => undefined)
    const hinting = createAppender({
      database: cluster.database,
      newId: randomUUID,
      now: Date.now,
      onCommit: (id) => hints.send(id),
    })
    const tuple = { object: 'doc:1', relation: 'viewer', subject: 'user:a' }
    await hinting.append(storeId, { changes: [{ op: 'add', tuple }], actor: 'a', action: 'a', source: 'a' })
    await expect.poll(revisions).toEqual([1])
    await cluster.database.query(`select pg_notify($1, 'forged') from generate_series(1, 500)`, [HINT_CHANNEL])
    await add(storeId, 2)
    hints.send(storeId)
    await expect.poll(revisions).toEqual([1, 2])
    expect(troubles).toEqual([])
    await hints.stop()
    await listening.close()
  })

  it('takes rows that it is told of when they follow, without asking for them, and believes no others', async () => {
    const storeId = await cluster.makeStore()
    let asked = 0
    const counting = {
      query: ((sql: string, values?: readonly unknown[]) => {
        asked++
        return cluster.database.query(sql, values)
      }) as typeof cluster.database.query,
    }
    const { tail, seen, troubles, revisions } = await follow(storeId, { database: counting })
    for (const id of [1, 2, 3, 4, 5]) await add(storeId, id)
    const rows = await selectLog(cluster.database, storeId, 0, 10)
    const [one, two, three, four, five] = rows as [LogRow, LogRow, LogRow, LogRow, LogRow]
    tail.hint([one])
    tail.hint([two, three])
    await expect.poll(revisions).toEqual([1, 2, 3])
    expect(asked).toBe(0)
    tail.hint([two])
    const forged = { ...four, body: four.body.replace('doc:4', 'doc:forged') }
    tail.hint([forged])
    await expect.poll(revisions).toEqual([1, 2, 3, 4, 5])
    expect(seen.map(({ change }) => change.added[0]?.object)).toEqual([1, 2, 3, 4, 5].map((id) => `doc:${id}`))
    expect(asked).toBeGreaterThan(0)
    expect(tail.position().chain).toEqual(five.chain)
    expect(troubles).toEqual([])
  })

  it('looks at once when it is told of a revision that it has something else for', async () => {
    const storeId = await cluster.makeStore()
    const { tail, troubles } = await follow(storeId)
    await add(storeId, 1)
    await tail.poll()
    const [own] = (await selectLog(cluster.database, storeId, 0, 10)) as [LogRow]
    tail.hint([own])
    await cluster.database.query(
      `update lockness.store_head set rev = 0, chain = (select h.chain from lockness.store_head h where h.store_id = $2)
       where store_id = $1`,
      [storeId, await cluster.makeStore()],
    )
    expect(troubles).toEqual([])
    tail.hint([{ ...own, chain: Buffer.alloc(32, 7) }])
    await expect.poll(() => troubles).toEqual([{ kind: 'lost', revision: 1, head: 0 }])
  })

  it('polls anew for whoever asks after a poll has begun', async () => {
    const storeId = await cluster.makeStore()
    const gate = Promise.withResolvers<void>()
    let isSlow = true
    const { tail, revisions } = await follow(storeId, {
      database: {
        async query(sql, values) {
          const rows = await cluster.database.query<Record<string, unknown>>(sql, values)
          if (isSlow) await gate.promise
          isSlow = false
          return rows as never
        },
      },
    })
    const early = tail.poll()
    await new Promise((resolve) => setTimeout(resolve, 50))
    await add(storeId, 1)
    const late = tail.poll()
    gate.resolve()
    await early
    expect(revisions()).toEqual([])
    await late
    expect(revisions()).toEqual([1])
    expect(tail.confirmedAtMs()).toBeLessThanOrEqual(performance.now())
  })

  it('goes on through an adoption of its own history, with the new epoch', async () => {
    const storeId = await cluster.makeStore()
    await add(storeId, 1)
    const { tail, revisions } = await follow(storeId)
    const { epoch } = await adoptHistory(cluster.database, 'drill')
    await tail.poll()
    expect(tail.position().epoch).toBe(epoch)
    await add(storeId, 2)
    await tail.poll()
    expect(revisions()).toEqual([2])
  })
})

describe('trouble is told once, and nothing is handed on after it', () => {
  const sql = (text: string, values: unknown[]) => cluster.database.query(text, values)
  /** The state of a backup taken at `revision`. */
  async function restore(storeId: string, revision: number): Promise<void> {
    await sql(
      `with l as (select chain from lockness.store_log where store_id = $1 and rev = $2)
       update lockness.store_head set rev = $2, chain = (select chain from l) where store_id = $1`,
      [storeId, revision],
    )
    for (const table of ['store_log', 'audit'])
      await sql(`delete from lockness.${table} where store_id = $1 and rev > $2`, [storeId, revision])
    await sql('delete from lockness.tuple where store_id = $1 and since > $2', [storeId, revision])
  }
  const cases: [string, (storeId: string) => Promise<unknown>, Trouble][] = [
    [
      'a row is missing',
      async (id) => {
        await add(id, 4)
        await add(id, 5)
        await sql('delete from lockness.store_log where store_id = $1 and rev = 4', [id])
      },
      { kind: 'gap', revision: 4 },
    ],
    [
      'a body was changed',
      async (id) => {
        await add(id, 4)
        await add(id, 5)
        await sql(
          `update lockness.store_log set body = replace(body, 'user:a', 'user:b') where store_id = $1 and rev = 4`,
          [id],
        )
      },
      { kind: 'diverged', revision: 4 },
    ],
    ['a backup was restored', (id) => restore(id, 2), { kind: 'lost', revision: 3, head: 2 }],
    [
      'a backup was restored and written to, up to the same number',
      async (id) => {
        await restore(id, 2)
        await add(id, 3)
      },
      { kind: 'diverged', revision: 3 },
    ],
    [
      'a backup was restored and written to, beyond the number',
      async (id) => {
        await restore(id, 2)
        await add(id, 3)
        await add(id, 4)
      },
      { kind: 'diverged', revision: 4 },
    ],
    [
      'a backup was restored, adopted and written to',
      async (id) => {
        await restore(id, 2)
        await adoptHistory(cluster.database, 'restore')
        await add(id, 3)
        await add(id, 4)
      },
      { kind: 'diverged', revision: 3 },
    ],
    [
      'the log begins after us',
      async (id) => {
        await add(id, 4)
        await sql('update lockness.store_head set log_floor = 4 where store_id = $1', [id])
      },
      { kind: 'floor', floor: 4 },
    ],
    [
      'a newer version wrote',
      async (id) => {
        await add(id, 4)
        await sql('update lockness.store_log set format = 9 where store_id = $1 and rev = 4', [id])
      },
      { kind: 'unsupported_format', format: 9 },
    ],
  ]
  it.each(cases)('%s', async (_, spoil, trouble) => {
    const storeId = await cluster.makeStore()
    for (const id of [1, 2, 3]) await add(storeId, id)
    const { tail, troubles, revisions } = await follow(storeId)
    await tail.poll()
    await spoil(storeId)
    await expect(tail.poll()).rejects.toMatchObject({ code: 'lost_history' })
    await tail.poll()
    expect(troubles).toEqual([trouble])
    expect(revisions()).toEqual([])
  })

  it('a store that has ended is not there, which is no loss of history', async () => {
    const storeId = await cluster.makeStore()
    await add(storeId, 1)
    const { tail, troubles } = await follow(storeId)
    await tail.poll()
    await sql('delete from lockness.store_head where store_id = $1', [storeId])
    await expect(tail.poll()).rejects.toMatchObject({ code: 'not_found' })
    expect(troubles).toEqual([{ kind: 'no_store' }])
  })
})

describe('a token', () => {
  const key = randomBytes(32)
  it('comes back as it was, and nothing else is accepted', async () => {
    const storeId = await cluster.makeStore()
    const revision = await add(storeId, 1)
    const text = formatToken(revision, key)
    expect(parseToken(text, storeId, key)).toEqual({
      storeId,
      epoch: revision.epoch,
      revision: 1,
      fingerprint: revision.chain.subarray(0, 16),
    })
    const refused = { code: 'invalid_input' }
    expect(() => parseToken(text, 'other', key)).toThrow(expect.objectContaining(refused))
    expect(() => parseToken(text, storeId, randomBytes(32))).toThrow(expect.objectContaining(refused))
    for (const wrong of ['', 'x', '\0', text.slice(1), `${text}=`, `${text} `, 'A'.repeat(10_000)]) {
      expect(() => parseToken(wrong, storeId, key)).toThrow(expect.objectContaining(refused))
    }
    for (let place = 0; place < text.length; place++) {
      const wrong = text.slice(0, place) + (text[place] === 'A' ? 'B' : 'A') + text.slice(place + 1)
      expect(() => parseToken(wrong, storeId, key)).toThrow(expect.objectContaining(refused))
    }
  })

  it('of lost history is refused, also when its number has been written again', async () => {
    const storeId = await cluster.makeStore()
    const made = [await add(storeId, 1), await add(storeId, 2), await add(storeId, 3)]
    const tokens = made.map((revision) => parseToken(formatToken(revision, key), storeId, key))
    const judge = () =>
      Promise.all(
        tokens.map((token) =>
          requireInHistory(cluster.database, token).then(
            () => 'held',
            ({ code }) => code,
          ),
        ),
      )
    expect(await judge()).toEqual(['held', 'held', 'held'])
    await cluster.database.query('delete from lockness.store_log where store_id = $1 and rev > 1', [storeId])
    await cluster.database.query('delete from lockness.audit where store_id = $1 and rev > 1', [storeId])
    await cluster.database.query('delete from lockness.tuple where store_id = $1 and since > 1', [storeId])
    await cluster.database.query('update lockness.store_head set rev = 1, chain = $2 where store_id = $1', [
      storeId,
      made[0]?.chain,
    ])
    expect(await judge()).toEqual(['held', 'lost_history', 'lost_history'])
    await add(storeId, 2)
    await add(storeId, 3)
    await add(storeId, 4)
    expect(await judge()).toEqual(['held', 'lost_history', 'lost_history'])
    await adoptHistory(cluster.database, 'restore')
    expect(await judge()).toEqual(['held', 'lost_history', 'lost_history'])
  })

  it('has the key that the first starter of the installation brought', async () => {
    const [first, second] = [randomBytes(32), randomBytes(32)]
    const one = await ensureInstallation(cluster.database, { id: randomUUID(), tokenKey: first })
    const two = await ensureInstallation(cluster.database, { id: randomUUID(), tokenKey: second })
    expect(two).toEqual(one)
    expect(two.tokenKey).toEqual(first)
  })
})
