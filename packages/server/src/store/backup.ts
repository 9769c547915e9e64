// All that the database has, in one file that any PostgreSQL of this schema takes back: every table as one consistent
// snapshot, in PostgreSQL's own text, with what it was made of before it and a checksum behind it. A snapshot that is held
// for long slows writers down (about by half while it lasts), so a large installation makes its backups with PostgreSQL's
// own means; this one is for those who have none.
//
//   "lockness backup 1\n" · header length, header (JSON) · for each table { name length, name, parts { length, bytes }, 0 } · 0 · sha256

import { createHash, type Hash } from 'node:crypto'
import { AppError, assert } from '../errors.ts'
import type { Database, Transaction } from './database.ts'
import { type Migration, migrate, migrationStatus } from './migrate.ts'

export interface BackupHeader {
  readonly createdAt: string
  /** Of the newest migration: a backup is taken back by the version that made it, which may be migrated afterwards. */
  readonly migration: number
  readonly installation: string
  readonly epoch: number
  readonly stores: readonly { readonly id: string; readonly revision: number; readonly chain: string }[]
}

const MAGIC = Buffer.from('lockness backup 1\n')
const DEADLINE_MS = 24 * 3_600_000
const PART_BYTES_MAX = 64 * 1024 * 1024
/** Made by the migrations themselves, empty outside a transaction, or about what runs just now. */
const NOT_KEPT = new Set(['migration', 'import_stage', 'node'])

/** The pieces of the file, in order. */
export async function* backUp(database: Database, now: () => Date): AsyncGenerator<Uint8Array> {
  const queue = new Pieces()
  const made = database
    .transaction((tx) => writeSnapshot(tx, now, (bytes) => queue.push(bytes)), { deadlineMs: DEADLINE_MS })
    .then(
      () => queue.end(),
      (error) => queue.fail(error),
    )
  yield* queue.read()
  await made
}

export interface Restored {
  readonly header: BackupHeader
  readonly rows: ReadonlyMap<string, number>
}

/** Into a database without a schema of ours: all of it or nothing. */
export async function restore(
  database: Database,
  migrations: readonly Migration[],
  file: AsyncIterable<Uint8Array>,
): Promise<Restored> {
  const { applied } = await migrationStatus(database, migrations)
  if (applied.length > 0)
    throw new AppError('conflict', 'the database has a schema of Lockness: restore into an empty one')
  const reader = new Reader(file)
  const header = await reader.header()
  const known = migrations.filter(({ number }) => number <= header.migration)
  if (known.at(-1)?.number !== header.migration)
    throw new AppError('misconfigured', `the backup is of schema ${header.migration}, which this version does not know`)
  await migrate(database, known)
  try {
    const rows = await database.transaction((tx) => readTables(tx, reader), { deadlineMs: DEADLINE_MS })
    return { header, rows }
  } catch (error) {
    // It was empty before, so that the next try finds it as this one did.
    await database.query('drop schema if exists lockness cascade')
    throw error
  }
}

async function writeSnapshot(
  tx: Transaction,
  now: () => Date,
  push: (bytes: Uint8Array) => Promise<void>,
): Promise<void> {
  await tx.query('set transaction isolation level repeatable read, read only')
  await tx.query('set local statement_timeout = 0')
  const hash = createHash('sha256')
  const put = async (bytes: Uint8Array) => {
    hash.update(bytes)
    await push(bytes)
  }
  await put(MAGIC)
  await put(framed(Buffer.from(JSON.stringify(await selectHeader(tx, now)))))
  for (const table of await selectTables(tx)) {
    await put(framed(Buffer.from(table)))
    for await (const part of tx.copyOut(`copy lockness.${quote(table)} (${await columnsOf(tx, table)}) to stdout`))
      await put(framed(part))
    await put(Buffer.alloc(4))
  }
  await put(Buffer.alloc(4))
  await push(hash.digest())
}

async function readTables(tx: Transaction, reader: Reader): Promise<Map<string, number>> {
  await tx.query('set local statement_timeout = 0')
  const order = await selectTables(tx)
  const rows = new Map<string, number>()
  // What the migrations put in is in the backup too.
  for (const table of order.toReversed()) await tx.query(`delete from lockness.${quote(table)}`)
  for (let table = await reader.table(); table !== undefined; table = await reader.table()) {
    if (!order.includes(table)) throw damaged(`the table \`${table}\` is not one of this schema`)
    await tx.copyIn(`copy lockness.${quote(table)} (${await columnsOf(tx, table)}) from stdin`, reader.parts())
    const [row] = await tx.query<{ count: number }>(`select count(*)::int as count from lockness.${quote(table)}`)
    rows.set(table, row?.count ?? 0)
  }
  await reader.end()
  await resetSequences(tx)
  return rows
}

async function selectHeader(tx: Transaction, now: () => Date): Promise<BackupHeader> {
  const [row] = await tx.query<{ migration: number; installation: string; epoch: number }>(
    `select (select max(number) from lockness.migration) as migration, (select id from lockness.installation) as installation,
       (select max(epoch) from lockness.epoch) as epoch`,
  )
  assert(row, 'a select without a from has a row')
  const stores = await tx.query<{ id: string; revision: number; chain: string }>(
    `select store_id as id, rev as revision, encode(chain, 'hex') as chain from lockness.store_head order by store_id`,
  )
  return { createdAt: now().toISOString(), ...row, stores }
}

/** Those that others point to before those that point. */
async function selectTables(tx: Transaction): Promise<string[]> {
  const rows = await tx.query<{ name: string; needs: string[] }>(
    `select c.relname as name, array(
       select distinct f.relname::text from pg_catalog.pg_constraint k join pg_catalog.pg_class f on f.oid = k.confrelid
       where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs
     from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'lockness' and c.relkind = 'r' order by c.relname`,
  )
  const waiting = rows.filter(({ name }) => !NOT_KEPT.has(name))
  const order: string[] = []
  while (waiting.length > 0) {
    const next = waiting.findIndex(({ needs }) => needs.every((need) => order.includes(need)))
    assert(next >= 0, 'the tables of the schema do not need one another in a circle')
    order.push(...waiting.splice(next, 1).map(({ name }) => name))
  }
  return order
}

async function columnsOf(tx: Transaction, table: string): Promise<string> {
  const rows = await tx.query<{ name: string }>(
    `select attname as name from pg_catalog.pg_attribute
     where attrelid = format('lockness.%I', $1::text)::regclass and attnum > 0 and not attisdropped and attgenerated = ''
     order by attnum`,
    [table],
  )
  return rows.map(({ name }) => quote(name)).join(', ')
}

async function resetSequences(tx: Transaction): Promise<void> {
  const rows = await tx.query<{ table: string; column: string }>(
    `select c.relname as table, a.attname as column from pg_catalog.pg_attribute a
     join pg_catalog.pg_class c on c.oid = a.attrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'lockness' and a.attidentity <> ''`,
  )
  for (const { table, column } of rows) {
    await tx.query(
      `select setval(pg_get_serial_sequence(format('lockness.%I', $1::text), $2), (select coalesce(max(${quote(column)}), 0) + 1
         from lockness.${quote(table)}), false)`,
      [table, column],
    )
  }
}

/** Names of our own tables and columns, as the catalogue has them. */
function quote(name: string): string {
  assert(/^[a-z_]+$/.test(name), `\`${name}\` is not a name of our schema`)
  return `"${name}"`
}

function framed(bytes: Uint8Array): Uint8Array {
  const framed = Buffer.alloc(4 + bytes.length)
  framed.writeUInt32BE(bytes.length)
  framed.set(bytes, 4)
  return framed
}

class Reader {
  private readonly source: AsyncIterator<Uint8Array>
  private readonly hash: Hash = createHash('sha256')
  private waiting: Buffer = Buffer.alloc(0)

  constructor(file: AsyncIterable<Uint8Array>) {
    this.source = file[Symbol.asyncIterator]()
  }

  async header(): Promise<BackupHeader> {
    const magic = await this.take(MAGIC.length)
    if (!magic.equals(MAGIC)) throw damaged('it is not a backup of Lockness, or one of another format')
    return JSON.parse((await this.frame()).toString('utf8')) as BackupHeader
  }

  /** The name of the next table; undefined after the last one. */
  async table(): Promise<string | undefined> {
    const name = await this.frame()
    return name.length === 0 ? undefined : name.toString('utf8')
  }

  async *parts(): AsyncGenerator<Uint8Array> {
    for (let part = await this.frame(); part.length > 0; part = await this.frame()) yield part
  }

  async end(): Promise<void> {
    const expected = this.hash.digest()
    const found = await this.take(expected.length, false)
    const rest = await this.source.next()
    if (!found.equals(expected) || this.waiting.length > 0 || !rest.done) throw damaged('its checksum does not fit')
  }

  private async frame(): Promise<Buffer> {
    const length = (await this.take(4)).readUInt32BE()
    if (length > PART_BYTES_MAX) throw damaged('a part of it is longer than any that is written')
    return this.take(length)
  }

  private async take(count: number, isHashed = true): Promise<Buffer> {
    const pieces = [this.waiting]
    let have = this.waiting.length
    while (have < count) {
      const next = await this.source.next()
      if (next.done) throw damaged('it ends too early')
      pieces.push(Buffer.from(next.value))
      have += next.value.length
    }
    const all = pieces.length === 1 ? this.waiting : Buffer.concat(pieces)
    const taken = all.subarray(0, count)
    this.waiting = all.subarray(count)
    if (isHashed) this.hash.update(taken)
    return taken
  }
}

function damaged(why: string): AppError {
  return new AppError('invalid_input', `the backup cannot be read: ${why}`)
}

/** Between the transaction that writes and the reader that is slower: one piece at a time. */
class Pieces {
  private readonly waiting: Uint8Array[] = []
  private wakeReader: (() => void) | undefined
  private wakeWriter: (() => void) | undefined
  private ended = false
  private failure: unknown

  async push(bytes: Uint8Array): Promise<void> {
    this.waiting.push(bytes)
    this.wakeReader?.()
    while (this.waiting.length > 1 && !this.ended) await new Promise<void>((resolve) => (this.wakeWriter = resolve))
    if (this.ended) throw new AppError('unavailable', 'nobody reads the backup any more')
  }

  end(): void {
    this.ended = true
    this.wakeReader?.()
  }

  fail(error: unknown): void {
    this.failure = error
    this.end()
  }

  async *read(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const next = this.waiting.shift()
        if (next) {
          this.wakeWriter?.()
          yield next
        } else if (this.ended) break
        else await new Promise<void>((resolve) => (this.wakeReader = resolve))
      }
    } finally {
      this.ended = true
      this.wakeWriter?.()
    }
    if (this.failure !== undefined) throw this.failure
  }
}
