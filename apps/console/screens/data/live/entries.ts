// What is shown of a change: as it came by the watch, with its tuples, or as the audit log tells it, with their number.

import type { AuditListOutput, Tuple } from '@lockness/client'
import type { StoreEvent } from '#shell/live-feed.ts'

export interface Entry {
  readonly revision: number
  readonly at: string
  readonly actor?: string
  readonly action?: string
  readonly reason?: string
  readonly added: readonly Tuple[]
  readonly removed: readonly Tuple[]
  readonly counts: { readonly added: number; readonly removed: number }
  readonly isExpiry: boolean
  /** It came while one looked. */
  readonly isNew: boolean
}

const ENTRIES_MAX = 500

export function entryOf(event: StoreEvent): Entry | undefined {
  if (event.type === 'change') {
    const { revision, at, actor, action, reason, added, removed } = event
    const counts = { added: added.length, removed: removed.length }
    return {
      revision,
      at,
      actor,
      action,
      ...(reason !== undefined && { reason }),
      added,
      removed,
      counts,
      isExpiry: false,
      isNew: true,
    }
  }
  if (event.type === 'expiration') {
    const { revision, at, removed } = event
    return {
      revision,
      at,
      added: [],
      removed,
      counts: { added: 0, removed: removed.length },
      isExpiry: true,
      isNew: true,
    }
  }
  return undefined
}

export function entryOfAudit({
  revision,
  at,
  actor,
  action,
  reason,
  source,
  added,
  removed,
}: AuditListOutput['items'][number]): Entry {
  const counts = { added, removed }
  const why = reason === undefined ? {} : { reason }
  return {
    revision,
    at,
    actor,
    action,
    ...why,
    added: [],
    removed: [],
    counts,
    isExpiry: source === 'expiry',
    isNew: false,
  }
}

/** The newest first, each revision once, and no more than a page can hold. */
export function withEntry(entries: readonly Entry[], entry: Entry): readonly Entry[] {
  if (entries.some(({ revision }) => revision === entry.revision)) return entries
  return [entry, ...entries].sort((a, b) => b.revision - a.revision).slice(0, ENTRIES_MAX)
}

/** What is told without its tuples may be about anything: it is left out where one type is wanted. */
export function isAbout({ added, removed }: Entry, type: string): boolean {
  return type === '' || [...added, ...removed].some(({ object }) => object.startsWith(`${type}:`))
}
