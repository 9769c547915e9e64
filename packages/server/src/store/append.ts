// Writes become revisions. The writes of one store that arrive while a commit is under way wait and go together into
// the next one: one lock, one flush of the disk, and still each its own revision, its own result and its own failure.
//
// An answer that does not come is neither yes nor no. Every write has a commit id, chosen before it is sent, so it is
// sent again: a commit that had happened answers with its revision, one that had not happens now, and if the second try
// is refused, the first one finds that written down should it still arrive. What stays open is `outcome_unknown`.
//
// There are two ways into the database. The long one, `lockness.append`, can do all that a write can ask for and tells for
// each one what stood against it. The short one, append-plain.ts, does what most writes are, or nothing.

import { AppError, assert } from '../errors.ts'
import { appendPlain, areAlike, asPlain, type PlainWrite } from './append-plain.ts'
import { type Database, isUniqueViolation, type Row, type Transaction } from './database.ts'
import type { LogRow } from './log.ts'
import { encodeWrite, requireWrite, type Write } from './write.ts'

export interface Revision {
  readonly storeId: string
  readonly epoch: number
  readonly revision: number
  /** The fingerprint of everything up to here. */
  readonly chain: Buffer
  readonly committedAtMs: number
  /** The write had been done before, under the same key or in a try whose answer was lost. */
  readonly isReplay: boolean
}

export interface Appender {
  /**
   * Resolves when the revision is durable. Rejects with `precondition_failed`, `conflict`, `idempotency_mismatch`, `not_found`,
   * `invalid_input`: nothing was done and the same again would fail again; `unavailable`: nothing was done; `outcome_unknown`:
   * ask again with the same idempotency key.
   */
  append(storeId: string, write: Write): Promise<Revision>
}

export interface AppenderOptions {
  readonly database: Pick<Database, 'query'>
  /** A random UUID. */
  readonly newId: () => string
  readonly now: () => number
  /** After each commit, for hints; with the rows of the log that it made, where they are known. */
  readonly onCommit?: (storeId: string, rows?: readonly LogRow[]) => void
  readonly deadlineMs?: number
}

const GROUP_WRITES_MAX = 128
const GROUP_CHANGES_MAX = 2_000
const QUEUE_MAX = 10_000
const DEADLINE_MS = 10_000
const SECOND_TRIES_MAX = 6
const PAUSE_MIN_MS = 50

interface Pending {
  readonly write: Write
  readonly commitId: string
  readonly plain: PlainWrite | undefined
  readonly startBeforeMs: number
  resolve(revision: Revision): void
  reject(error: unknown): void
}

export function createAppender(options: AppenderOptions): Appender {
  const queues = new Map<string, Pending[]>()
  const { newId, now, deadlineMs = DEADLINE_MS } = options

  async function drain(storeId: string, queue: Pending[]): Promise<void> {
    while (queue.length > 0) {
      const group = takeGroup(queue, now())
      if (group.length > 0) await commitGroup(storeId, group, { ...options, deadlineMs })
    }
    queues.delete(storeId)
  }

  return {
    append(storeId, write) {
      requireWrite(write)
      const commitId = newId()
      const { promise, resolve, reject } = Promise.withResolvers<Revision>()
      const plain = asPlain(write, commitId)
      const pending = { write, commitId, plain, startBeforeMs: now() + deadlineMs, resolve, reject }
      const queue = queues.get(storeId)
      if (queue && queue.length >= QUEUE_MAX)
        throw new AppError('unavailable', `${QUEUE_MAX} writes of this store are waiting`)
      if (queue) queue.push(pending)
      else {
        const started = [pending]
        queues.set(storeId, started)
        void drain(storeId, started)
      }
      return promise
    },
  }
}

/** One write inside a transaction of the caller: what else is in it happens with the revision or not at all. */
export async function appendInTransaction(
  tx: Transaction,
  storeId: string,
  write: Write,
  commitId: string,
): Promise<Revision> {
  requireWrite(write)
  const [row] = await appendWrites(tx, storeId, [encodeWrite(write, commitId)])
  assert(row, 'each write has an answer')
  return readAnswer(storeId, row)
}

/** As many as go together, by the same way. A write whose deadline passed while it waited is not begun. */
function takeGroup(queue: Pending[], nowMs: number): Pending[] {
  const group: Pending[] = []
  for (let changes = 0; group.length < GROUP_WRITES_MAX && queue.length > 0; ) {
    const next = queue[0]
    assert(next, 'a queue with a length has a first')
    const [first] = group
    const nextChanges = next.write.changes.length
    if (first && (changes + nextChanges > GROUP_CHANGES_MAX || !areAlike(first.plain, next.plain))) break
    queue.shift()
    if (next.startBeforeMs < nowMs)
      next.reject(new AppError('unavailable', 'the write waited too long and was not begun'))
    else group.push(next)
    changes += nextChanges
  }
  return group
}

type GroupOptions = AppenderOptions & { readonly deadlineMs: number }

async function commitGroup(storeId: string, group: readonly Pending[], options: GroupOptions): Promise<void> {
  try {
    const { rows, log } = await sendUntilAnswered(storeId, group, options)
    if (rows.some(({ status }) => status === 'done')) options.onCommit?.(storeId, log)
    for (const [index, pending] of group.entries()) settle(storeId, pending, rows[index])
  } catch (error) {
    if (error instanceof AppError || group.length === 1) {
      for (const pending of group) pending.reject(withKey(error, pending))
      return
    }
    // The database refused the group as a whole and undid it; one by one, only those that it means are refused.
    for (const pending of group) await commitGroup(storeId, [pending], options)
  }
}

interface Sent {
  readonly rows: readonly AppendRow[]
  /** The rows of the log that were made, by the short way. */
  readonly log?: readonly LogRow[]
}

async function sendUntilAnswered(storeId: string, group: readonly Pending[], options: GroupOptions): Promise<Sent> {
  const { database, deadlineMs } = options
  const writes = () => group.map(({ write, commitId }) => encodeWrite(write, commitId))
  try {
    const log = await sendPlain(storeId, group, options)
    return log ? { rows: log.map(asDone), log } : { rows: await appendWrites(database, storeId, writes(), deadlineMs) }
  } catch (error) {
    if (!(error instanceof AppError) || error.detail.wasSent !== true) throw error
    if (error.detail.isReplicationUnsure) throw unknown(error)
    return { rows: await sendAgain(storeId, writes(), options, error) }
  }
}

/** Undefined: they are not plain, or one of them meets something that is there, and nothing was done. */
async function sendPlain(
  storeId: string,
  group: readonly Pending[],
  { database, deadlineMs }: GroupOptions,
): Promise<LogRow[] | undefined> {
  const plain = group.flatMap((pending) => pending.plain ?? [])
  if (plain.length < group.length) return undefined
  try {
    return await appendPlain(database, storeId, plain, deadlineMs)
  } catch (error) {
    if (isUniqueViolation(error)) return undefined
    throw error
  }
}

function asDone({ revision, epoch, chain, committedAtMs }: LogRow, ordinal: number): AppendRow {
  return { ordinal, status: 'done', detail: null, epoch, rev: revision, chain, committedAtMs }
}

async function sendAgain(
  storeId: string,
  writes: readonly object[],
  options: GroupOptions,
  first: AppError,
): Promise<AppendRow[]> {
  const again = writes.map((write) => ({ ...write, isSecondTry: true }))
  const lastMs = options.now() + options.deadlineMs
  for (let tries = 1; tries <= SECOND_TRIES_MAX && options.now() < lastMs; tries++) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MIN_MS * 2 ** tries))
    try {
      return await appendWrites(options.database, storeId, again, Math.max(1, lastMs - options.now()))
    } catch (error) {
      if (!(error instanceof AppError) || error.detail.isReplicationUnsure) throw unknown(error)
    }
  }
  throw unknown(first)
}

interface AppendRow extends Row {
  readonly ordinal: number
  readonly status: string
  readonly detail: string | null
  readonly epoch: number
  readonly rev: number
  readonly chain: Buffer
  readonly committedAtMs: number
}

async function appendWrites(
  database: Pick<Database, 'query'> | Transaction,
  storeId: string,
  writes: readonly object[],
  deadlineMs?: number,
): Promise<AppendRow[]> {
  const rows = await database.query<AppendRow>(
    `select ordinal, status, detail, epoch, rev, chain, committed_at_ms as "committedAtMs"
     from lockness.append($1, $2::jsonb) order by ordinal`,
    [storeId, JSON.stringify(writes)],
    deadlineMs === undefined ? {} : { deadlineMs },
  )
  assert(rows.length === writes.length, `${writes.length} writes have ${rows.length} answers`)
  return rows
}

function settle(storeId: string, pending: Pending, row: AppendRow | undefined): void {
  try {
    assert(row, 'each write has an answer')
    pending.resolve(readAnswer(storeId, row))
  } catch (error) {
    pending.reject(error)
  }
}

function readAnswer(storeId: string, { status, detail, epoch, rev, chain, committedAtMs }: AppendRow): Revision {
  switch (status) {
    case 'done':
    case 'replayed':
      return { storeId, epoch, revision: rev, chain, committedAtMs, isReplay: status === 'replayed' }
    case 'precondition_failed':
      throw new AppError('precondition_failed', `precondition ${detail} does not hold`, {
        detail: { precondition: Number(detail) },
      })
    case 'model_moved':
      throw new AppError('precondition_failed', 'another model is in force than the one the tuples were judged by', {
        detail: { reason: 'model_moved' },
      })
    case 'conflict':
      throw new AppError('conflict', `change ${detail} adds what is there or removes what is not`, {
        detail: { change: Number(detail) },
      })
    case 'idempotency_mismatch':
      throw new AppError('idempotency_mismatch', `the idempotency key was used for another write, revision ${detail}`)
    case 'model_exists':
      throw new AppError('conflict', 'a model of this id exists and cannot be changed')
    case 'unknown_model':
      throw new AppError('not_found', `there is no model \`${detail}\``, { detail: { what: 'model' } })
    case 'unknown_store':
      throw new AppError('not_found', `there is no store \`${storeId}\``)
    case 'frozen':
      throw new AppError('unavailable', `the store \`${storeId}\` is frozen: it takes no writes`)
    default:
      throw new AppError('unavailable', `the write was refused: \`${status}\``)
  }
}

function unknown(cause: unknown): AppError {
  return new AppError(
    'outcome_unknown',
    'the write was sent and may have been done: ask again with the same idempotency key',
    { cause },
  )
}

function withKey(error: unknown, { write, commitId }: Pending): unknown {
  if (!(error instanceof AppError) || error.code !== 'outcome_unknown') return error
  return new AppError(error.code, error.message, {
    cause: error.cause,
    detail: { key: write.idempotencyKey, commitId },
  })
}
