// A node follows the log of a store. It is woken by hints, which may be lost, doubled or forged, and by a slow sweep,
// which suffices alone. What it hands on is only ever the next revision after the last, with a hash that follows from
// the last one's; anything else is told as trouble, and then nothing more is handed on: whoever follows must drop what
// it has and load the store anew.

import { AppError } from '../errors.ts'
import type { Database } from './database.ts'
import { LOG_FORMAT, type LogEntry, type LogRow, nextChain, readEntry, selectChain, selectLog } from './log.ts'
import { type Head, selectHead } from './stores.ts'

export interface Position {
  readonly epoch: number
  readonly revision: number
  readonly chain: Buffer
}

export type Trouble =
  /** A revision is missing in the log below the head. */
  | { readonly kind: 'gap'; readonly revision: number }
  /** The log now tells another story: what we have from `revision` on never happened in it. */
  | { readonly kind: 'diverged'; readonly revision: number }
  /** The log ends before us: acknowledged revisions are lost. */
  | { readonly kind: 'lost'; readonly revision: number; readonly head: number }
  /** The log begins after us. */
  | { readonly kind: 'floor'; readonly floor: number }
  /** Written by a newer version in a form that we cannot read. */
  | { readonly kind: 'unsupported_format'; readonly format: number }
  | { readonly kind: 'no_store' }

export interface TailOptions {
  readonly database: Pick<Database, 'query'>
  readonly storeId: string
  readonly from: Position
  /** Whole revisions in order. The next ones wait until it is done. */
  readonly onRevisions: (entries: readonly LogEntry[]) => void | Promise<void>
  readonly onTrouble: (trouble: Trouble) => void
  /** The log has been read to its end, in a poll that began at `atMs`. */
  readonly onConfirmed?: (position: Position, atMs: number) => void
  /** A poll that failed; the next one comes by itself. */
  readonly onFailure?: (error: unknown) => void
  /** Of a clock that only goes forward. */
  readonly nowMs: () => number
  readonly sweepMs?: number
}

export interface Tail {
  /** Something may have been written; these rows perhaps, which are believed as little as those of the log are. */
  hint(rows?: readonly LogRow[]): void
  /** Looks now, in a poll that begins after this call, and resolves when what it found has been handed on. */
  poll(): Promise<void>
  position(): Position
  /** When the last successful poll began: everything acknowledged before that has been handed on. */
  confirmedAtMs(): number | undefined
  stop(): Promise<void>
}

const SWEEP_MS = 1_000
const BATCH_REVISIONS = 1_000
/** A batch ends with the revision that goes beyond it: what is read at once must fit into memory and be read quickly. */
const BATCH_BYTES = 2_000_000
/** A row that is not there may be on its way to a replica behind a pooler. */
const REREADS = 3
const REREAD_PAUSE_MS = 20
const POLL_MAX_MS = 5_000
const TOLD_ROWS_MAX = 2_000

export function followLog(options: TailOptions): Tail {
  return new Follower(options)
}

class Follower implements Tail {
  private readonly options: TailOptions
  private readonly sweep: NodeJS.Timeout
  private at: Position
  private confirmed: number | undefined
  /** What moves the position now: one thing at a time does. */
  private current: Promise<void> | undefined
  private following: Promise<void> | undefined
  /** Rows that came while the position was being moved. */
  private told: LogRow[] = []
  private isStopped = false

  constructor(options: TailOptions) {
    this.options = options
    this.at = options.from
    this.sweep = setInterval(() => this.hint(), options.sweepMs ?? SWEEP_MS)
    this.sweep.unref()
  }

  position(): Position {
    return this.at
  }

  confirmedAtMs(): number | undefined {
    return this.confirmed
  }

  hint(rows?: readonly LogRow[]): void {
    if (this.isStopped) return
    if (!rows || this.told.length + rows.length > TOLD_ROWS_MAX) {
      this.told = []
      this.unheard(this.poll())
      return
    }
    this.told.push(...rows)
    if (!this.current) this.takeTold()
  }

  /** Joins a poll that has not begun, never one in flight: that one may have looked before what the caller knows of. */
  poll(): Promise<void> {
    const { current } = this
    if (!current) return this.begin(this.pollOnce())
    this.following ??= current
      .catch(() => undefined)
      .then(() => {
        this.following = undefined
        return this.poll()
      })
    return this.following
  }

  async stop(): Promise<void> {
    this.isStopped = true
    clearInterval(this.sweep)
    await Promise.allSettled([this.current, this.following])
  }

  private begin(work: Promise<void>): Promise<void> {
    this.current = work.finally(() => {
      this.current = undefined
      this.takeTold()
    })
    return this.current
  }

  /** What follows from our position need not be read; where what we were told does not, the log is. */
  private takeTold(): void {
    const { told, at } = this
    const rows = told.filter(({ revision }) => revision > at.revision)
    // Somebody has written what we have something else for: a history was lost.
    const isOther = told.some(({ revision, chain }) => revision === at.revision && !chain.equals(at.chain))
    this.told = []
    if (this.isStopped) return
    if (isOther) return this.unheard(this.poll())
    if (rows.length === 0) return
    const isOurs = rows.every(({ epoch }) => epoch === this.at.epoch)
    const found = isOurs ? followRows(this.options.storeId, this.at, rows) : undefined
    const follows = found && 'entries' in found && found.entries.length === rows.length
    this.unheard(follows ? this.begin(this.handOn(found.entries)) : this.poll())
  }

  private unheard(work: Promise<void>): void {
    work.catch((error) => this.options.onFailure?.(error))
  }

  private async pollOnce(): Promise<void> {
    if (this.isStopped) return
    const { options } = this
    const began = options.nowMs()
    for (let isMore = true; isMore && !this.isStopped; ) {
      const found = await readNext(options, this.at)
      if ('trouble' in found) {
        this.isStopped = true
        options.onTrouble(found.trouble)
        throw failureOf(found.trouble, options.storeId)
      }
      await this.handOn(found.entries)
      this.at = { ...this.at, epoch: found.epoch }
      isMore = found.isMore
    }
    this.confirmed = began
    options.onConfirmed?.(this.at, began)
  }

  private async handOn(entries: readonly LogEntry[]): Promise<void> {
    const last = entries.at(-1)
    if (!last) return
    await this.options.onRevisions(entries)
    this.at = { epoch: last.epoch, revision: last.revision, chain: last.chain }
  }
}

/** A store that has ended is no lost history: who asks is told that it is not there. */
function failureOf({ kind }: Trouble, storeId: string): AppError {
  if (kind === 'no_store') return new AppError('not_found', `there is no store \`${storeId}\``)
  return new AppError('lost_history', `the log of \`${storeId}\` cannot be followed: \`${kind}\``)
}

type Next =
  | { readonly entries: readonly LogEntry[]; readonly epoch: number; readonly isMore: boolean }
  | { readonly trouble: Trouble }

/** The next revisions after the position that the log proves to follow from it. */
async function readNext(options: TailOptions, position: Position): Promise<Next> {
  const database = bounded(options.database)
  const { storeId } = options
  const head = await selectHead(database, storeId)
  if (!head) return { trouble: { kind: 'no_store' } }
  if (head.revision < position.revision)
    return { trouble: { kind: 'lost', revision: position.revision, head: head.revision } }
  if (head.logFloor > position.revision) return { trouble: { kind: 'floor', floor: head.logFloor } }
  if (head.revision === position.revision) return atHead(head, position)
  if (head.epoch !== position.epoch && !(await isStillThere(database, storeId, position))) {
    return { trouble: { kind: 'diverged', revision: position.revision } }
  }
  return readRows(database, storeId, position, head)
}

function atHead(head: Head, position: Position): Next {
  if (!head.chain.equals(position.chain)) return { trouble: { kind: 'diverged', revision: position.revision } }
  return { entries: [], epoch: head.epoch, isMore: false }
}

/** After a change of epoch: our last revision may be one of those that were lost and written anew. */
async function isStillThere(database: Pick<Database, 'query'>, storeId: string, position: Position): Promise<boolean> {
  if (position.revision === 0) return true
  return (await selectChain(database, storeId, position.revision))?.equals(position.chain) ?? false
}

async function readRows(
  database: Pick<Database, 'query'>,
  storeId: string,
  position: Position,
  head: Head,
): Promise<Next> {
  for (let tries = 0; ; tries++) {
    const rows = await selectLog(database, storeId, position.revision, BATCH_REVISIONS, BATCH_BYTES)
    const found = followRows(storeId, position, rows)
    if ('trouble' in found) return found
    const last = found.entries.at(-1)
    const isWhole = last !== undefined && found.entries.length === rows.length
    if (isWhole) return { entries: found.entries, epoch: last.epoch, isMore: last.revision < head.revision }
    if (tries === REREADS) return { trouble: { kind: 'gap', revision: (last?.revision ?? position.revision) + 1 } }
    await new Promise((resolve) => setTimeout(resolve, REREAD_PAUSE_MS))
  }
}

/** As far as the rows follow one another. */
function followRows(
  storeId: string,
  position: Position,
  rows: readonly LogRow[],
): { readonly entries: readonly LogEntry[] } | { readonly trouble: Trouble } {
  const entries: LogEntry[] = []
  let { chain, revision } = position
  for (const row of rows) {
    if (row.revision !== revision + 1) break
    if (row.format !== LOG_FORMAT) return { trouble: { kind: 'unsupported_format', format: row.format } }
    if (!nextChain(chain, storeId, row).equals(row.chain))
      return { trouble: { kind: 'diverged', revision: row.revision } }
    entries.push(readEntry(row))
    chain = row.chain
    revision = row.revision
  }
  return { entries }
}

/** A database that hangs must not make the node believe that it is polling. */
function bounded(database: Pick<Database, 'query'>): Pick<Database, 'query'> {
  return { query: (sql, values) => database.query(sql, values, { deadlineMs: POLL_MAX_MS }) }
}
