// Every case against a real PostgreSQL. What must never happen is counted, and where the protocol has a part that looks
// superfluous, a version without that part is run beside it and must fail: otherwise the test shows nothing.

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../test/cluster.ts'
import { changes, expectSound, live, parse, write } from '../../test/writes.ts'
import { type Appender, appendInTransaction, createAppender } from './append.ts'
import type { Database } from './database.ts'
import { type LogRow, readEntry, selectLog } from './log.ts'
import { selectHead } from './stores.ts'
import type { Precondition, TupleChange, Write } from './write.ts'

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

/** What the tables have of a store, without what differs between any two. */
async function rowsOf(storeId: string): Promise<unknown> {
  const { query } = cluster.database
  const tuples = await query(
    `select object, relation, subject, since, until, condition, context, expires_at_ms, source, actor, reason
     from lockness.tuple where store_id = $1 order by object`,
    [storeId],
  )
  const audits = await query(
    'select rev, actor, action, source, reason, added, removed from lockness.audit where store_id = $1 order by rev',
    [storeId],
  )
  const keys = await query('select key, rev from lockness.idempotency where store_id = $1 order by key', [storeId])
  const bodies = await query<{ body: string }>('select body from lockness.store_log where store_id = $1 order by rev', [
    storeId,
  ])
  return { tuples, audits, keys, bodies: bodies.map(({ body }) => bodyOf(body)) }
}

function bodyOf(text: string): unknown {
  const { at, ...body } = JSON.parse(text)
  expect(at).toBeTypeOf('number')
  return body
}

describe('one write', () => {
  it('is a revision with its tuples, log, audit and chain', async () => {
    const storeId = await cluster.makeStore()
    const first = await appender.append(
      storeId,
      write(['+doc:1#viewer@user:a', '+doc:1#viewer@user:b'], { reason: 'hired' }),
    )
    const second = await appender.append(storeId, write(['-doc:1#viewer@user:a', '=doc:2#owner@group:eng#member']))
    expect([first.revision, second.revision]).toEqual([1, 2])
    expect(second).toEqual({
      storeId,
      epoch: 1,
      revision: 2,
      chain: second.chain,
      committedAtMs: second.committedAtMs,
      isReplay: false,
    })
    expect(second.committedAtMs).toBeGreaterThanOrEqual(first.committedAtMs)
    expect(await live(cluster.database, storeId)).toEqual(['doc:1#viewer@user:b', 'doc:2#owner@group:eng#member'])
    const [log] = await cluster.database.query<{ body: string }>(
      'select body from lockness.store_log where store_id = $1 and rev = 2',
      [storeId],
    )
    expect(JSON.parse(log?.body ?? '')).toEqual({
      at: second.committedAtMs,
      actor: 'user:tester',
      action: 'tuple.write',
      source: 'test',
      removed: [parse('doc:1#viewer@user:a')],
      added: [parse('doc:2#owner@group:eng#member')],
    })
    expect((await selectHead(cluster.database, storeId))?.chain).toEqual(second.chain)
    expect(await expectSound(cluster.database, storeId)).toBe(2)
  })

  it.each([
    ['adds what is there', ['+doc:1#viewer@user:a'], { code: 'conflict', detail: { change: 0 } }],
    [
      'removes what is not there',
      ['=doc:1#viewer@user:c', '-doc:9#viewer@user:a'],
      { code: 'conflict', detail: { change: 1 } },
    ],
    ['changes one tuple twice', ['+doc:3#viewer@user:a', '~doc:3#viewer@user:a'], { code: 'invalid_input' }],
    ['has no object', ['+doc#viewer@user:a'], { code: 'invalid_input' }],
    ['has a zero', ['+doc:\0#viewer@user:a'], { code: 'invalid_input' }],
    ['has half a character', ['+doc:\ud800#viewer@user:a'], { code: 'invalid_input' }],
    ['has a long name', [`+doc:${'x'.repeat(800)}#viewer@user:a`], { code: 'limit_exceeded' }],
  ])('that %s is refused and leaves nothing', async (_, texts, error) => {
    const storeId = await cluster.makeStore()
    await appender.append(storeId, write(['+doc:1#viewer@user:a']))
    await expect((async () => appender.append(storeId, write(texts)))()).rejects.toMatchObject(error)
    expect(await live(cluster.database, storeId)).toEqual(['doc:1#viewer@user:a'])
    expect(await expectSound(cluster.database, storeId)).toBe(1)
  })

  it('is the same revision by the short way as by the long one', async () => {
    const later = Date.now() + 3_600_000
    const writes: Write[] = [
      write(['+doc:1#viewer@user:a', '+doc:2#viewer@group:"g"#member'], {
        reason: 'a "reason"\n\\',
        idempotencyKey: 'k1',
      }),
      { ...write([]), changes: [{ op: 'add', tuple: { ...parse('doc:3#viewer@user:𝄞'), expiresAt: later } }] },
      {
        ...write([], { idempotencyKey: 'k2' }),
        changes: [
          {
            op: 'add',
            tuple: { ...parse('doc:4#viewer@user:a'), condition: { name: 'near', context: { a: [1, 'ü'] } } },
          },
          { op: 'add', tuple: { ...parse('doc:5#viewer@user:a'), condition: { name: 'far' } } },
        ],
      },
      write([]),
    ]
    const asked: string[] = []
    const noting = {
      query: ((sql: string, ...more: []) => {
        asked.push(/lockness\.(\w+)\(/.exec(sql)?.[1] ?? '')
        return cluster.database.query(sql, ...more)
      }) as typeof cluster.database.query,
    }
    const [short, long] = [await cluster.makeStore(), await cluster.makeStore()]
    const told: LogRow[] = []
    const byShort = createAppender({
      database: noting,
      newId: randomUUID,
      now: Date.now,
      onCommit: (_, rows) => told.push(...(rows ?? [])),
    })
    await Promise.all(writes.map((each) => byShort.append(short, each)))
    for (const each of writes)
      await appender.append(long, { ...each, preconditions: [{ kind: 'absent', object: 'doc:never' }] })
    expect(new Set(asked)).toEqual(new Set(['append_plain']))
    expect(await rowsOf(short)).toEqual(await rowsOf(long))
    const log = await selectLog(cluster.database, short, 0, 10)
    expect(told.map(({ said, ...row }) => row)).toEqual(log)
    // What is not read from the text is what would be read from it, and a context is always read.
    expect(told.map(({ said }) => said !== undefined)).toEqual([true, true, false, true])
    expect(told.map(readEntry)).toEqual(log.map(readEntry))
    expect(await expectSound(cluster.database, short)).toBe(4)
    // Under its key each of them is told again, by the long way.
    const again = await byShort.append(short, writes[0]!)
    expect(again).toMatchObject({ revision: 1, isReplay: true })
    expect(asked).toContain('append')
  })

  it('takes the longest names and odd ones as they are', async () => {
    const storeId = await cluster.makeStore()
    const names = [
      '__proto__',
      'constructor',
      'ключ',
      '𝄞',
      `${'é'.repeat(380)}`,
      "'; drop table x; --",
      '\\x00',
      '%s $1',
    ]
    await appender.append(storeId, write(names.map((name) => `+doc:${name}#viewer@user:${name}`)))
    expect((await live(cluster.database, storeId)).sort()).toEqual(
      names.map((name) => `doc:${name}#viewer@user:${name}`).sort(),
    )
    await expectSound(cluster.database, storeId)
  })

  it('keeps a condition, its context and an expiry, and replaces them by put', async () => {
    const storeId = await cluster.makeStore()
    const tuple = {
      ...parse('doc:1#viewer@user:a'),
      condition: { name: 'near', context: { z: 1.5e300, a: [null, { n: -0.1 }] } },
    }
    const later = Date.now() + 3_600_000
    await appender.append(storeId, { ...write([]), changes: [{ op: 'add', tuple }] })
    await appender.append(storeId, { ...write([]), changes: [{ op: 'put', tuple }] })
    await appender.append(storeId, { ...write([]), changes: [{ op: 'put', tuple: { ...tuple, expiresAt: later } }] })
    const bodies = await cluster.database.query<{ body: string }>(
      'select body from lockness.store_log where store_id = $1 order by rev',
      [storeId],
    )
    const parsed = bodies.map(({ body }) => JSON.parse(body))
    expect(parsed[0]).toMatchObject({ removed: [], added: [tuple] })
    expect(parsed[1]).toMatchObject({ removed: [], added: [] })
    expect(parsed[2]).toMatchObject({ removed: [tuple], added: [{ ...tuple, expiresAt: later }] })
  })

  it('with a model makes a version that cannot be made again', async () => {
    const storeId = await cluster.makeStore()
    await appender.append(storeId, write([], { model: { id: 'm1', body: '{}' } }))
    await expect(appender.append(storeId, write([], { model: { id: 'm1', body: '{"a":1}' } }))).rejects.toMatchObject({
      code: 'conflict',
    })
    await appender.append(storeId, write(['+doc:1#viewer@user:a'], { preconditions: [{ kind: 'model', model: 'm1' }] }))
    await expectSound(cluster.database, storeId)
  })

  it('of an unknown store is not found, and of a frozen one unavailable', async () => {
    await expect(appender.append('nowhere', write([]))).rejects.toMatchObject({ code: 'not_found' })
    const storeId = await cluster.makeStore()
    await cluster.database.query('update lockness.store_head set is_frozen = true where store_id = $1', [storeId])
    await expect(appender.append(storeId, write(['+doc:1#viewer@user:a']))).rejects.toMatchObject({
      code: 'unavailable',
    })
    expect(await live(cluster.database, storeId)).toEqual([])
  })

  it('in a transaction happens with the rest of it, or not at all', async () => {
    const storeId = await cluster.makeStore()
    const work = (fail: boolean) =>
      cluster.database.transaction(async (tx) => {
        await appendInTransaction(tx, storeId, write(['=doc:1#viewer@user:a']), randomUUID())
        await tx.query(`update lockness.store set name = 'renamed' where id = $1`, [storeId])
        if (fail) throw new Error('changed my mind')
      })
    await expect(work(true)).rejects.toThrow('changed my mind')
    expect(await expectSound(cluster.database, storeId)).toBe(0)
    await work(false)
    expect(await expectSound(cluster.database, storeId)).toBe(1)
  })
})

describe('preconditions', () => {
  const cases: [string, Precondition, boolean][] = [
    ['a tuple that is there', { kind: 'exists', object: 'doc:1', relation: 'viewer', subject: 'user:a' }, true],
    ['some tuple of the object', { kind: 'exists', object: 'doc:1' }, true],
    ['another subject', { kind: 'exists', object: 'doc:1', relation: 'viewer', subject: 'user:b' }, false],
    ['an expired tuple', { kind: 'exists', object: 'doc:old' }, false],
    ['the absence of an expired tuple', { kind: 'absent', object: 'doc:old' }, true],
    ['the absence of what is there', { kind: 'absent', object: 'doc:1', relation: 'viewer' }, false],
    ['the revision', { kind: 'revision', revision: 1 }, true],
    ['an older revision', { kind: 'revision', revision: 0 }, false],
    ['a model where there is none', { kind: 'model', model: 'm' }, false],
  ]
  it.each(cases)('%s', async (_, precondition, holds) => {
    const storeId = await cluster.makeStore()
    const expired: TupleChange = { op: 'add', tuple: { ...parse('doc:old#viewer@user:a'), expiresAt: 1_000 } }
    await appender.append(storeId, { ...write([]), changes: [...changes('+doc:1#viewer@user:a'), expired] })
    const attempt = appender.append(
      storeId,
      write(['+doc:2#viewer@user:a'], { preconditions: [{ kind: 'exists', object: 'doc:1' }, precondition] }),
    )
    if (holds) expect((await attempt).revision).toBe(2)
    else await expect(attempt).rejects.toMatchObject({ code: 'precondition_failed', detail: { precondition: 1 } })
    expect(await expectSound(cluster.database, storeId)).toBe(holds ? 2 : 1)
  })

  const OBJECTS = 40
  const WRITERS = 8

  it('give each object one owner, however many want it on their own connections', async () => {
    const storeId = await cluster.makeStore()
    const writers = Array.from({ length: WRITERS }, () => makeAppender(cluster.database))
    for (let object = 0; object < OBJECTS; object++) {
      const preconditions: Precondition[] = [{ kind: 'absent', object: `doc:${object}`, relation: 'owner' }]
      const won = await Promise.allSettled(
        writers.map((each, writer) =>
          each.append(storeId, write([`+doc:${object}#owner@user:${writer}`], { preconditions })),
        ),
      )
      expect(won.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    }
    expect(await live(cluster.database, storeId)).toHaveLength(OBJECTS)
    expect(await expectSound(cluster.database, storeId)).toBe(OBJECTS)
  })

  it('in the same statement as the lock would not: several get the same object', async () => {
    const storeId = await cluster.makeStore()
    await cluster.database.query('create table owner_race (object text, owner int)')
    const claim = (object: number, writer: number) =>
      cluster.database.query(
        `with locked as (select rev from lockness.store_head where store_id = $1 for no key update),
           waited as (select rev, pg_sleep(0.001) from locked)
         insert into owner_race select $2::text, $3::int from waited where not exists (select from owner_race where object = $2::text)`,
        [storeId, String(object), writer],
      )
    for (let object = 0; object < OBJECTS; object++)
      await Promise.all(Array.from({ length: WRITERS }, (_, writer) => claim(object, writer)))
    const doubled = await cluster.database.query('select object from owner_race group by object having count(*) > 1')
    expect(doubled.length).toBeGreaterThan(0)
  })
})

describe('revisions', () => {
  /** A tailer that believes there is nothing below what it has seen. Returns what it never saw. */
  async function missed(sql: string, table: string, more: unknown[]): Promise<number> {
    let last = 0
    let seen = 0
    let isDone = false
    const tail = (async () => {
      while (!isDone) {
        const rows = await cluster.database.query<{ rev: number }>(
          `select rev from ${table} where rev > $1 order by rev`,
          [last],
        )
        seen += rows.length
        last = rows.at(-1)?.rev ?? last
      }
    })()
    await Promise.all(
      Array.from({ length: 12 }, async () => {
        for (let i = 0; i < 40; i++) await cluster.database.query(sql, more)
      }),
    )
    isDone = true
    await tail
    const rows = await cluster.database.query<{ rev: number }>(`select rev from ${table} where rev > $1`, [last])
    return 12 * 40 - seen - rows.length
  }

  it("under the head's lock are seen by a tailer one and all; from a sequence they are not", async () => {
    await cluster.database
      .query('create table locked_log (rev bigint); create table sequence_log (rev bigserial)')
      .catch(() => undefined)
    await cluster.database.query('create table locked_head (rev bigint)')
    await cluster.database.query('insert into locked_head values (0)')
    const locked = `with head as (update locked_head set rev = rev + 1 returning rev), slow as (select rev, pg_sleep(0.0005) from head)
      insert into locked_log select rev from slow`
    await cluster.database.query('create table if not exists locked_log (rev bigint)')
    await cluster.database.query('create table if not exists sequence_log (rev bigserial)')
    const sequence = `with next as (select nextval('sequence_log_rev_seq') as rev), slow as (select rev, pg_sleep(random() * 0.01) from next)
      insert into sequence_log (rev) select rev from slow`
    expect(await missed(locked, 'locked_log', [])).toBe(0)
    expect(await missed(sequence, 'sequence_log', [])).toBeGreaterThan(0)
  })

  it("are gapless and chained when many write at once through several appenders, and one failure is nobody else's", async () => {
    const storeId = await cluster.makeStore()
    const writers = Array.from({ length: 4 }, () => makeAppender(cluster.database))
    const attempts = Array.from({ length: 200 }, (_, i) =>
      writers[i % 4]!.append(
        storeId,
        write([i % 10 === 7 ? `-doc:${i}#viewer@user:nobody` : `+doc:${i}#viewer@user:a`]),
      ),
    )
    const results = await Promise.allSettled(attempts)
    const done = results.filter((result) => result.status === 'fulfilled').map(({ value }) => value.revision)
    expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 180 }, (_, i) => i + 1))
    expect(results.filter((result) => result.status === 'rejected')).toHaveLength(20)
    expect(await expectSound(cluster.database, storeId)).toBe(180)
    expect(await live(cluster.database, storeId)).toHaveLength(180)
  })

  it('of writes that wait share a transaction', async () => {
    const storeId = await cluster.makeStore()
    await Promise.all(
      Array.from({ length: 60 }, (_, i) => appender.append(storeId, write([`+doc:${i}#viewer@user:a`]))),
    )
    const [row] = await cluster.database.query<{ transactions: number }>(
      'select count(distinct xmin::text) as transactions from lockness.store_log where store_id = $1',
      [storeId],
    )
    expect(row?.transactions).toBeLessThanOrEqual(4)
    expect(await expectSound(cluster.database, storeId)).toBe(60)
  })
})
