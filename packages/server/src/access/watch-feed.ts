// What has just happened to a store, for all who watch it on this node: the last revisions, as they came to its graph.
// It holds so many and no more; who is further behind reads the log. It is not told when it ends why that is: what a
// watcher has seen is held against the log again, and that decides.

import type { LogEntry } from '../store/log.ts'
import type { Position } from '../store/tail.ts'
import type { Replica } from './replica.ts'
import type { Replicas } from './replicas.ts'

const ENTRIES_MAX = 2_000
const TUPLES_MAX = 50_000

export class WatchFeeds {
  private readonly replicas: Pick<Replicas, 'open'>
  private readonly feeds = new Map<string, WatchFeed>()

  constructor(replicas: Pick<Replicas, 'open'>) {
    this.replicas = replicas
  }

  /** Released as often as it was opened. */
  async open(storeId: string): Promise<WatchFeed> {
    const replica = await this.replicas.open(storeId)
    const known = this.feeds.get(storeId)
    const feed = known && !known.isOver ? known : new WatchFeed(replica)
    this.feeds.set(storeId, feed)
    feed.readers++
    return feed
  }

  release(storeId: string, feed: WatchFeed): void {
    if (--feed.readers > 0) return
    feed.stop()
    if (this.feeds.get(storeId) === feed) this.feeds.delete(storeId)
  }
}

export class WatchFeed {
  readers = 0
  isOver = false
  readonly stop: () => void
  /** The one before the first that is held. */
  private before!: Position
  private entries: LogEntry[] = []
  private tuples = 0
  private readonly waiting = new Set<() => void>()

  constructor(replica: Replica) {
    const unsubscribe = replica.subscribe({
      onStart: ({ position }) => {
        this.before = position
      },
      onRevisions: (entries) => this.add(entries),
      onConfirmed: () => undefined,
      onMerged: () => undefined,
      onEnd: () => this.end(),
    })
    this.stop = () => {
      unsubscribe()
      this.end()
    }
  }

  /** The revision that it has come to. */
  get revision(): number {
    return this.entries.at(-1)?.revision ?? this.before.revision
  }

  /** What came after a position; undefined when that is not, or no longer, known to be a part of this. */
  after({ revision, chain }: Position): readonly LogEntry[] | undefined {
    const index = revision - this.before.revision
    const own = index === 0 ? this.before : this.entries[index - 1]
    return own?.chain.equals(chain) ? this.entries.slice(index) : undefined
  }

  /** Resolves when there is something after a revision, when the time is over, or when nobody waits any more. */
  wait(revision: number, ms: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.isOver || this.revision > revision || signal?.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer)
        this.waiting.delete(done)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      this.waiting.add(done)
      signal?.addEventListener('abort', done)
    })
  }

  private add(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      this.entries.push(entry)
      this.tuples += tuplesOf(entry)
    }
    let gone = 0
    while (this.entries.length - gone > ENTRIES_MAX || this.tuples > TUPLES_MAX) {
      const entry = this.entries[gone++]!
      this.before = entry
      this.tuples -= tuplesOf(entry)
    }
    if (gone > 0) this.entries = this.entries.slice(gone)
    this.wake()
  }

  private end(): void {
    this.isOver = true
    this.wake()
  }

  private wake(): void {
    for (const done of [...this.waiting]) done()
  }
}

function tuplesOf({ change }: LogEntry): number {
  return change.added.length + change.removed.length
}
