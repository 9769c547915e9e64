// The feed of the thread that reads the log. A graph comes from its image, when there is one and the log still goes on
// from it, otherwise from the tuples in the database; then whole revisions follow, and when enough has changed, a new
// base is made of the old one and the changes, a slice at a time between other work.

import { AppError, assert } from '../errors.ts'
import type { Database } from '../store/database.ts'
import { openSnapshot } from '../store/export.ts'
import type { LogEntry } from '../store/log.ts'
import { followLog, type Tail } from '../store/tail.ts'
import type { Feed, FeedEvents, Line, ModelVersion, Start } from './feed.ts'
import { sizeOfGraph } from './graph-size.ts'
import type { GraphWork } from './graph-work.ts'
import type { Images } from './images.ts'
import { loadGraph } from './load-graph.ts'

export interface DatabaseFeedOptions {
  readonly database: Database
  /** The versions of the model up to a revision, in the order in which they came into force. */
  readonly modelVersions: (storeId: string, revision: number) => Promise<ModelVersion[]>
  /** Of a clock that only goes forward. */
  readonly nowMs: () => number
  readonly report: (message: string) => void
  /** Another thread for what would take this one too long. Absent: everything is done here. */
  readonly work?: Pick<GraphWork, 'build'>
  readonly images?: Pick<Images, 'open' | 'discard'>
  readonly sweepMs?: number
  /** Changes in the overlay before a merge, at least. */
  readonly mergeAfterChanges?: number
}

const MERGE_AFTER_CHANGES = 20_000
/** A merge copies the whole base of each kind that was touched: a larger one waits for more changes. */
const MERGE_AFTER_SHARE = 1 / 50
/** Slices of a merge are done for so long before others may work. */
const MERGE_SLICE_MS = 1

export class DatabaseFeed implements Feed {
  private readonly options: DatabaseFeedOptions

  constructor(options: DatabaseFeedOptions) {
    this.options = options
  }

  async open(storeId: string, events: FeedEvents): Promise<Line> {
    const { images } = this.options
    const kept = await images?.open(storeId)
    if (kept) {
      try {
        return await this.follow(storeId, kept, events)
      } catch (error) {
        if (!(error instanceof AppError && (error.code === 'lost_history' || error.code === 'not_found'))) throw error
        await images?.discard(storeId, error.message)
      }
    }
    return this.follow(storeId, await this.load(storeId), events)
  }

  private async load(storeId: string): Promise<Start> {
    const { database, modelVersions, work } = this.options
    const snapshot = await openSnapshot(database, storeId)
    const { epoch, revision, chain } = snapshot
    assert(chain, 'a snapshot of the newest revision has its hash')
    const versions = await modelVersions(storeId, revision)
    const graph = await loadGraph({ storeId, snapshot, ...(work && { work }) })
    return { graph, position: { epoch, revision, chain }, versions, chains: new Map() }
  }

  private async follow(storeId: string, start: Start, events: FeedEvents): Promise<Line> {
    const { database, nowMs, sweepMs, report } = this.options
    events.onStart(start)
    const merger = new Merger(start, this.options, events)
    const tail: Tail = followLog({
      database,
      storeId,
      from: start.position,
      nowMs,
      ...(sweepMs !== undefined && { sweepMs }),
      async onRevisions(entries) {
        await events.onRevisions(entries)
        merger.count(entries)
      },
      onConfirmed: events.onConfirmed,
      onTrouble(trouble) {
        merger.stop()
        events.onEnd(JSON.stringify(trouble))
      },
      onFailure: (error) => report(`the log of \`${storeId}\` was not read: ${String(error)}`),
    })
    const stop = () => {
      merger.stop()
      return tail.stop()
    }
    try {
      await tail.poll()
    } catch (error) {
      await stop()
      throw error
    }
    return { hint: (rows) => tail.hint(rows), poll: () => tail.poll(), stop }
  }
}

/** Counts what changes in a graph, and merges it when that is worth it. */
class Merger {
  private readonly start: Start
  private readonly options: DatabaseFeedOptions
  private readonly events: FeedEvents
  private changes = 0
  private edges: number
  /** More after a merge that failed. */
  private patience = 1
  private isMerging = false
  private isStopped = false

  constructor(start: Start, options: DatabaseFeedOptions, events: FeedEvents) {
    this.start = start
    this.options = options
    this.events = events
    this.edges = sizeOfGraph(start.graph).edges
  }

  count(entries: readonly LogEntry[]): void {
    for (const { change } of entries) this.changes += change.added.length + change.removed.length
    if (this.isMerging || this.isStopped || this.changes < this.enough()) return
    this.isMerging = true
    this.merge()
      .catch((error) => {
        // What could not be merged is still there, and is asked as before.
        this.patience *= 2
        this.options.report(`a merge failed and is tried again later: ${String(error)}`)
      })
      .finally(() => {
        this.isMerging = false
      })
  }

  stop(): void {
    this.isStopped = true
  }

  private enough(): number {
    const { mergeAfterChanges = MERGE_AFTER_CHANGES } = this.options
    return Math.max(mergeAfterChanges, this.edges * MERGE_AFTER_SHARE) * this.patience
  }

  private async merge(): Promise<void> {
    const { nowMs } = this.options
    const { graph } = this.start
    const before = this.changes
    let began = nowMs()
    for (const _ of graph.mergeSteps()) {
      if (nowMs() - began < MERGE_SLICE_MS) continue
      await new Promise(setImmediate)
      if (this.isStopped) return
      began = nowMs()
    }
    this.changes -= before
    this.patience = 1
    this.edges = sizeOfGraph(graph).edges
    this.events.onMerged(graph)
  }
}
