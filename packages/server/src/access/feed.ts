// Where a replica gets its graph from, and what happened since. On the thread that reads the log it is the database, on
// the threads that answer it is that thread; a replica cannot tell the two apart.

import type { Graph } from '@lockness/authz'
import type { LogEntry, LogRow } from '../store/log.ts'
import type { Position } from '../store/tail.ts'

/** A version of the model, and the revision from which on it is in force. */
export interface ModelVersion {
  readonly id: string
  readonly since: number
}

/** All of one revision: what a replica begins with. */
export interface Start {
  readonly graph: Graph
  readonly position: Position
  /** In the order in which they came into force. */
  readonly versions: readonly ModelVersion[]
  /** The hashes of the last revisions, as far as they are known. */
  readonly chains: ReadonlyMap<number, Buffer>
}

/** Told in the order in which it happened. */
export interface FeedEvents {
  /** May come again before `open` resolves: then it replaces the first. */
  onStart(start: Start): void
  /** The next revisions after the last, whole; the ones after them wait until it is done. */
  onRevisions(entries: readonly LogEntry[]): void | Promise<void>
  /** Up to here is all that the database had at `atMs`. */
  onConfirmed(position: Position, atMs: number): void
  /** Its older revisions are no longer held. It may be another graph, of the same revision. */
  onMerged(graph: Graph): void
  /** What was told is not what the database has, or no longer: nothing more comes. */
  onEnd(why: string): void
}

/** A store that is followed. */
export interface Line {
  /** Something may have been written. */
  hint(rows?: readonly LogRow[]): void
  /** Everything that was committed before this call has been told when it resolves. */
  poll(): Promise<void>
  stop(): Promise<void>
}

export interface Feed {
  /** Resolves when what is known there has been told, and how old it is. */
  open(storeId: string, events: FeedEvents): Promise<Line>
}
