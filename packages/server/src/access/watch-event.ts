// What a watcher is told, and how it is written: as server-sent events, where the name of an event is the token to go
// on from, or as lines of JSON.

import type { Tuple } from '@lockness/authz'
import type { TupleFilter } from '../store/history.ts'
import type { LogEntry } from '../store/log.ts'
import { formatToken } from '../store/token.ts'

export const WATCH_MEDIA = ['text/event-stream', 'application/x-ndjson'] as const
export type WatchMedia = (typeof WATCH_MEDIA)[number]

export type WatchEvent =
  | (Passed & {
      readonly type: 'change'
      readonly actor: string
      readonly action: string
      readonly source: string
      readonly reason?: string
      /** A version of the model that is in force from here on. */
      readonly model?: string
      readonly added: readonly Tuple[]
      readonly removed: readonly Tuple[]
    })
  /** Tuples whose time was over, and which are now gone. */
  | (Passed & { readonly type: 'expiration'; readonly removed: readonly Tuple[] })
  /** Up to here there was nothing, or nothing else, to tell. */
  | (Omit<Passed, 'at'> & { readonly type: 'checkpoint' })
  /** What comes next cannot be told without a gap: read everything anew, and watch from there. Nothing follows. */
  | { readonly type: 'RESYNC_REQUIRED'; readonly reason: string }
  /** The watch failed. Nothing follows; it may be gone on with from the last token. */
  | { readonly type: 'error'; readonly error: object }

interface Passed {
  readonly revision: number
  /** To go on from here. */
  readonly token: string
  /** When it was committed. */
  readonly at: string
}

/** What a revision is to a watcher with a filter; undefined where it is nothing. */
export function eventOf(
  storeId: string,
  entry: LogEntry,
  filter: TupleFilter,
  tokenKey: Buffer,
): WatchEvent | undefined {
  const { revision, actor, action, source, reason, model, change } = entry
  const added = change.added.filter((tuple) => isMeant(tuple, filter))
  const removed = change.removed.filter((tuple) => isMeant(tuple, filter))
  if (added.length === 0 && removed.length === 0 && !model) return undefined
  const token = formatToken({ storeId, ...entry }, tokenKey)
  const passed = { revision, token, at: new Date(entry.committedAtMs).toISOString() }
  if (source === 'expiry') return { type: 'expiration', ...passed, removed }
  return {
    type: 'change',
    ...passed,
    actor,
    action,
    source,
    ...(reason !== undefined && { reason }),
    ...(model && { model: model.id }),
    added,
    removed,
  }
}

export function writeEvent(event: WatchEvent, media: WatchMedia): string {
  const data = JSON.stringify(event)
  if (media === 'application/x-ndjson') return `${data}\n`
  const id = 'token' in event ? `id: ${event.token}\n` : ''
  return `event: ${event.type}\n${id}data: ${data}\n\n`
}

function isMeant({ object, relation, subject }: Tuple, filter: TupleFilter): boolean {
  return (
    (filter.objectType === undefined || object.startsWith(`${filter.objectType}:`)) &&
    (filter.object === undefined || object === filter.object) &&
    (filter.relation === undefined || relation === filter.relation) &&
    (filter.subject === undefined || subject === filter.subject)
  )
}
