// Watching a store: each revision once, in order, from a token on. A watcher is never kept waiting for by anybody: it
// takes the next revisions when its reader has taken the last ones, from memory while it keeps up, else from the log,
// so that a slow one costs nothing but its place. Where the log cannot go on without a gap, it says so and ends.

import { AppError } from '../errors.ts'
import { problem } from '../http/problem.ts'
import type { Database } from '../store/database.ts'
import type { TupleFilter } from '../store/history.ts'
import type { LogEntry } from '../store/log.ts'
import { followLog, type Position, type Trouble } from '../store/tail.ts'
import { formatToken } from '../store/token.ts'
import { eventOf, type WatchEvent, type WatchMedia, writeEvent } from './watch-event.ts'
import type { WatchFeed, WatchFeeds } from './watch-feed.ts'

export interface WatchOptions {
  readonly database: Database
  readonly feeds: WatchFeeds
  readonly tokenKey: Buffer
  readonly nowMs: () => number
  /** A checkpoint comes so often when there is nothing else to tell. */
  readonly idleMs?: number
}

export interface Watch {
  readonly storeId: string
  /** Undefined: the log no longer reaches back to where it should go on. */
  readonly from: Position | undefined
  readonly filter: TupleFilter
  readonly media: WatchMedia
  readonly requestId: string
  /** Throws when the watcher may no longer. */
  readonly requireAllowed: () => Promise<void>
  readonly signal: AbortSignal | undefined
}

const IDLE_MS = 15_000
/** What was passed over is told so often, and not at each revision. */
const CHECKPOINT_MS = 1_000
/** Of a tail that is polled by hand. */
const NEVER_MS = 2 ** 31 - 1

export async function* watchStore(options: WatchOptions, watch: Watch): AsyncGenerator<string> {
  const { media, from, requestId } = watch
  try {
    if (!from) throw new Resync('floor')
    for await (const event of eventsAfter(options, watch, from)) yield writeEvent(event, media)
  } catch (error) {
    const last: WatchEvent =
      error instanceof Resync
        ? { type: 'RESYNC_REQUIRED', reason: error.reason }
        : { type: 'error', error: problem(error, requestId) }
    yield writeEvent(last, media)
  }
}

/** What was seen does not go on in the log. */
class Resync extends Error {
  readonly reason: Trouble['kind']

  constructor(reason: Trouble['kind']) {
    super(reason)
    this.reason = reason
  }
}

async function* eventsAfter(options: WatchOptions, watch: Watch, from: Position): AsyncGenerator<WatchEvent> {
  const { nowMs, idleMs = IDLE_MS } = options
  const { storeId, signal, requireAllowed } = watch
  const told = new Told(options, watch, from)
  yield told.checkpoint()
  while (!signal?.aborted) {
    const feed = await options.feeds.open(storeId)
    try {
      while (!feed.isOver && !signal?.aborted) {
        for await (const entries of entriesAfter(options, storeId, told.position, feed)) {
          await requireAllowed()
          for (const entry of entries) {
            const event = told.pass(entry)
            if (event) yield event
            if (signal?.aborted) return
          }
        }
        const dueMs = told.dueMs(idleMs)
        if (nowMs() >= dueMs) {
          await requireAllowed()
          yield told.checkpoint()
        } else await feed.wait(told.position.revision, dueMs - nowMs(), signal)
      }
    } finally {
      options.feeds.release(storeId, feed)
    }
  }
}

/** How far a watcher has come, and what it knows of that. */
class Told {
  position: Position
  private readonly options: WatchOptions
  private readonly watch: Watch
  private toldMs = 0
  private toldRevision = -1

  constructor(options: WatchOptions, watch: Watch, from: Position) {
    this.options = options
    this.watch = watch
    this.position = from
  }

  /** When the next checkpoint is to come. */
  dueMs(idleMs: number): number {
    return this.toldMs + (this.toldRevision < this.position.revision ? Math.min(CHECKPOINT_MS, idleMs) : idleMs)
  }

  pass(entry: LogEntry): WatchEvent | undefined {
    const { epoch, revision, chain } = entry
    this.position = { epoch, revision, chain }
    const event = eventOf(this.watch.storeId, entry, this.watch.filter, this.options.tokenKey)
    if (event) this.tell()
    return event
  }

  checkpoint(): WatchEvent {
    const { storeId } = this.watch
    this.tell()
    const { revision } = this.position
    const token = formatToken({ storeId, ...this.position }, this.options.tokenKey)
    return { type: 'checkpoint', revision, token }
  }

  private tell(): void {
    this.toldMs = this.options.nowMs()
    this.toldRevision = this.position.revision
  }
}

/** From memory, or, where that does not reach back or is of another history, from the log. */
async function* entriesAfter(
  options: WatchOptions,
  storeId: string,
  position: Position,
  feed: WatchFeed,
): AsyncGenerator<readonly LogEntry[]> {
  const known = feed.after(position)
  if (known) yield known
  else yield* readLog(options, storeId, position)
}

/** All that the log has after a position, a batch at a time; throws where it does not go on from there. */
async function* readLog(
  { database, nowMs }: WatchOptions,
  storeId: string,
  from: Position,
): AsyncGenerator<readonly LogEntry[]> {
  const hand = new Hand()
  const trouble: Trouble[] = []
  const tail = followLog({
    database,
    storeId,
    from,
    nowMs,
    sweepMs: NEVER_MS,
    onRevisions: (entries) => hand.give(entries),
    onTrouble: (found) => trouble.push(found),
  })
  const polled = tail.poll().finally(() => hand.end())
  polled.catch(() => undefined)
  try {
    yield* hand.take()
    await polled
  } catch (error) {
    const [found] = trouble
    throw found ? new Resync(found.kind) : error
  } finally {
    hand.end()
    await tail.stop()
  }
}

/** From one who gives to one who takes; who gives waits until it is taken. */
class Hand {
  private given: readonly LogEntry[] | undefined
  private isOver = false
  private changed = Promise.withResolvers<void>()

  async give(entries: readonly LogEntry[]): Promise<void> {
    this.given = entries
    this.change()
    while (this.given && !this.isOver) await this.changed.promise
    if (this.given) throw new AppError('unavailable', 'nobody reads any more')
  }

  end(): void {
    this.isOver = true
    this.change()
  }

  async *take(): AsyncGenerator<readonly LogEntry[]> {
    for (;;) {
      while (!this.given && !this.isOver) await this.changed.promise
      const { given } = this
      if (!given) return
      yield given
      this.given = undefined
      this.change()
    }
  }

  private change(): void {
    this.changed.resolve()
    this.changed = Promise.withResolvers()
  }
}
