// The way to PostgreSQL. What it promises beyond `pg`: every call has a deadline and ends by it, also when the database
// hangs; a failure says whether the statement may have been carried out; nothing depends on which connection of the
// pool, or of a pooler before the database, a statement gets. So there are no session settings, no session locks, what a
// transaction needs it sets for itself, and statements have names only where every connection is known to be our own.

import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { AppError, assert } from '../errors.ts'

export type Row = Record<string, unknown>
export type Connection =
  | { readonly url: string }
  | { readonly host: string; readonly user: string; readonly database: string }

export interface Transaction {
  query<R extends Row>(sql: string, values?: readonly unknown[]): Promise<R[]>
  /** `sql` is a `copy … from stdin`; the lines are in its text format. */
  copyIn(sql: string, lines: AsyncIterable<string | Uint8Array>): Promise<void>
  /** `sql` is a `copy … to stdout`; what it gives must be read to its end. */
  copyOut(sql: string): AsyncIterable<Uint8Array>
}

interface QueryOptions {
  readonly deadlineMs?: number
  /** Of this very text. A connection that is our own reads and plans it once. */
  readonly name?: string
}

export interface Database {
  /** One statement, and a transaction of its own. Fails as `unavailable`; `wasSent` tells if it may have happened. */
  query<R extends Row>(sql: string, values?: readonly unknown[], options?: QueryOptions): Promise<R[]>
  /** READ COMMITTED. Rolled back when the work throws. */
  transaction<T>(work: (tx: Transaction) => Promise<T>, options?: { deadlineMs?: number }): Promise<T>
  /** `sql` is a `copy … to stdout`; calls back with its bytes as they come. */
  copyOut(sql: string, onBytes: (bytes: Buffer) => void, options?: { deadlineMs?: number }): Promise<void>
  /**
   * Calls back with the payload of each NOTIFY, best effort; needs a connection without a transaction pooler. When the
   * connection breaks, that is told once and nothing more is heard.
   */
  listen(channel: string, onHint: (payload: string) => void, onBroken?: () => void): Promise<{ close(): Promise<void> }>
  /** A connection was lost that nobody here had ended: who is at the other end next may be another database. */
  onBroken(listener: () => void): void
  close(): Promise<void>
}

export interface DatabaseOptions {
  readonly connection: Connection
  readonly connectionsMax?: number
  readonly deadlineMs?: number
  /** There is no pooler in between, which would give a statement to a connection that has not heard of it. */
  readonly isDirect?: boolean
  /** Failures that no caller waits for, such as a connection that breaks while idle. */
  readonly report: (message: string) => void
}

const CONNECTIONS_MAX = 10
const DEADLINE_MS = 10_000
const CONNECT_MAX_MS = 5_000
const IDLE_MAX_MS = 30_000
const VERSION_MIN = 150_000

/** The longest that one statement of a transaction may run, wait for a lock, or keep others waiting. */
const BEGIN = `begin;
set local statement_timeout = '60s';
set local lock_timeout = '2s';
set local idle_in_transaction_session_timeout = '5s'`

/** SQLSTATEs after which the statement has certainly not been carried out and may be tried again. */
const RETRYABLE = new Set(['40001', '40P01', '55P03', '57014', '57P03', '53100', '53200', '53300', '25006'])

export function openDatabase({
  connection,
  connectionsMax,
  deadlineMs: defaultMs = DEADLINE_MS,
  isDirect = false,
  report,
}: DatabaseOptions): Database {
  const config: pg.ClientConfig = {
    ...('url' in connection ? { connectionString: connection.url } : connection),
    application_name: 'lockness',
    connectionTimeoutMillis: CONNECT_MAX_MS,
    keepAlive: true,
    types: { getTypeParser },
  }
  const listeners: (() => void)[] = []
  const tellBroken = () => {
    for (const listener of listeners) listener()
  }
  const pool = new pg.Pool({ ...config, max: connectionsMax ?? CONNECTIONS_MAX, idleTimeoutMillis: IDLE_MAX_MS })
  pool.on('error', (error) => report(`an idle connection to the database broke: ${error.message}`))
  // Also between the moment when it is made and the one when it is given out: the database may end in the same breath.
  pool.on('connect', (client) => client.on('error', tellBroken))

  const withClient = <T>(deadlineMs: number, work: (client: pg.PoolClient) => Promise<T>): Promise<T> =>
    new Call(deadlineMs, work).run(pool)

  return {
    async query<R extends Row>(text: string, values: readonly unknown[] = [], options: QueryOptions = {}) {
      const { deadlineMs = defaultMs, name } = options
      const asked = { text, values: [...values], ...(isDirect && name !== undefined && { name }) }
      return (await withClient(deadlineMs, (client) => client.query<R>(asked))).rows
    },
    async transaction<T>(work: (tx: Transaction) => Promise<T>, { deadlineMs = defaultMs } = {}) {
      return withClient(deadlineMs, (client) => runTransaction(client, work))
    },
    async copyOut(sql, onBytes, { deadlineMs = defaultMs } = {}) {
      await withClient(deadlineMs, async (client) => {
        for await (const bytes of client.query(copyTo(sql))) onBytes(bytes)
      })
    },
    async listen(channel, onHint, onBroken) {
      const client = new pg.Client(config)
      let isOpen = false
      client.on('error', (error) => report(`the connection for hints broke: ${error.message}`))
      client.on('notification', ({ payload }) => onHint(payload ?? ''))
      client.on('end', () => {
        if (isOpen) {
          tellBroken()
          onBroken?.()
        }
        isOpen = false
      })
      try {
        await client.connect()
        await client.query(`listen ${client.escapeIdentifier(channel)}`)
      } catch (error) {
        client.end().catch(ignoreBroken)
        throw error
      }
      isOpen = true
      return {
        close() {
          isOpen = false
          return client.end()
        },
      }
    },
    onBroken: (listener) => void listeners.push(listener),
    close: () => pool.end(),
  }
}

/** Refuses what is too old, and what cannot be written. */
export async function requireUsable(database: Database): Promise<void> {
  const [row] = await database.query<{ version: number; isReplica: boolean }>(
    `select current_setting('server_version_num')::int as version, pg_is_in_recovery() as "isReplica"`,
  )
  assert(row, 'a select without a from has a row')
  if (row.version < VERSION_MIN) {
    throw new AppError(
      'misconfigured',
      `the database is PostgreSQL \`${row.version}\`, \`${VERSION_MIN}\` or newer is needed`,
    )
  }
  if (row.isReplica) throw new AppError('misconfigured', 'the database is a replica: give the address of the primary')
}

async function runTransaction<T>(client: pg.PoolClient, work: (tx: Transaction) => Promise<T>): Promise<T> {
  await client.query(BEGIN)
  let value: T
  try {
    value = await work({
      async query<R extends Row>(sql: string, values: readonly unknown[] = []) {
        return (await client.query<R>(sql, [...values])).rows
      },
      async copyIn(sql, lines) {
        await pipeline(lines, client.query(copyFrom(sql)))
      },
      copyOut: (sql) => client.query(copyTo(sql)),
    })
  } catch (error) {
    await client.query('rollback')
    throw new RolledBack(error)
  }
  const { command } = await client.query('commit')
  assert(command === 'COMMIT', `a transaction that failed was committed: \`${command}\``)
  return value
}

/** The work failed, and the connection is as good as before. */
class RolledBack {
  readonly cause: unknown
  constructor(cause: unknown) {
    this.cause = cause
  }
}

/**
 * One use of a connection: its deadline, what the server remarked, and what becomes of the connection afterwards. It ends
 * once, with whatever comes first.
 */
class Call<T> {
  private readonly work: (client: pg.PoolClient) => Promise<T>
  private readonly ended = Promise.withResolvers<T>()
  private readonly timer: NodeJS.Timeout
  private client: pg.PoolClient | undefined
  private isEnded = false
  private isReplicationUnsure = false

  constructor(deadlineMs: number, work: (client: pg.PoolClient) => Promise<T>) {
    this.work = work
    this.timer = setTimeout(() => {
      const wasSent = this.client !== undefined
      const message = `the database did not answer within ${deadlineMs} ms`
      this.fail(new AppError('unavailable', message, { detail: { wasSent } }), true)
    }, deadlineMs)
  }

  run(pool: pg.Pool): Promise<T> {
    pool.connect().then(
      (client) => this.use(client),
      (error) => this.fail(asAppError(error, false), true),
    )
    return this.ended.promise
  }

  private use(client: pg.PoolClient): void {
    // It came after the deadline.
    if (this.isEnded) return client.release()
    this.client = client
    client.on('notice', this.onNotice)
    this.work(client).then(
      (value) => this.succeed(value),
      (error) => this.failIn(error),
    )
  }

  private readonly onNotice = (notice: { routine?: string | undefined }) => {
    if (notice.routine === 'SyncRepWaitForLSN') this.isReplicationUnsure = true
  }

  private succeed(value: T): void {
    if (this.isReplicationUnsure) return this.fail(unknownReplication(), true)
    this.end(false)
    this.ended.resolve(value)
  }

  private failIn(error: unknown): void {
    if (error instanceof RolledBack)
      return this.fail(sqlState(error.cause) ? asAppError(error.cause, false) : error.cause, false)
    // After an error in SQL the connection is as good as before; after any other it may be in the middle of something.
    this.fail(asAppError(error, true), !sqlState(error) || isLost(error))
  }

  private fail(error: unknown, isBroken: boolean): void {
    this.end(isBroken)
    this.ended.reject(error)
  }

  private end(isBroken: boolean): void {
    this.isEnded = true
    clearTimeout(this.timer)
    const { client } = this
    this.client = undefined
    client?.off('notice', this.onNotice)
    client?.release(isBroken)
  }
}

/** The statement that is under way fails with the same error, and tells its caller. */
function ignoreBroken(): void {}

function unknownReplication(): AppError {
  const message = 'the commit is on the primary, but the wait for its replica was cancelled'
  return new AppError('unavailable', message, { detail: { wasSent: true, isReplicationUnsure: true } })
}

function asAppError(error: unknown, wasSent: boolean): unknown {
  if (error instanceof AppError) return error
  const state = sqlState(error)
  const message = error instanceof Error ? error.message : String(error)
  if (state && RETRYABLE.has(state)) {
    return new AppError('unavailable', `the database refused: ${message}`, {
      shown: 'the database refused: trying again later may work',
      cause: error,
      detail: { wasSent: false, sqlState: state },
    })
  }
  if (state && !isLost(error)) return error
  return new AppError('unavailable', `the database cannot be reached: ${message}`, {
    shown: 'the database cannot be reached',
    cause: error,
    detail: { wasSent },
  })
}

function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

/** The statement met something that is there already, and was undone. */
export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === '23505'
}

/** 08: connection exception. 57P01, 57P02: the server ends, perhaps just after it committed. */
function isLost(error: unknown): boolean {
  const state = sqlState(error)
  return state !== undefined && (state.startsWith('08') || state === '57P01' || state === '57P02')
}

const INT8 = 20

/** int8 is a number here. Revisions stay far below 2^53; anything else is a mistake that must not pass as a near value. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === INT8) return parseSafeInteger
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
}

function parseSafeInteger(text: string): number {
  const value = Number(text)
  assert(Number.isSafeInteger(value), `\`${text}\` is not a safe integer`)
  return value
}
