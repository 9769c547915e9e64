// The replicas of a thread, put together: on the thread that reads the log they live on the database and keep images; on
// the threads beside it they live on that thread.

import type { Store } from '../store/store.ts'
import { DatabaseFeed } from './database-feed.ts'
import type { Feed } from './feed.ts'
import { createGraphWork } from './graph-work.ts'
import { Images } from './images.ts'
import { selectModelBody, selectModelVersions } from './model.sql.ts'
import { Replicas } from './replicas.ts'
import { Shadow } from './shadow.ts'

export interface OpenReplicasOptions {
  readonly store: Pick<Store, 'database' | 'connection' | 'installation'>
  /** Of a clock that only goes forward. */
  readonly nowMs: () => number
  readonly report: (message: string) => void
  /** Absent: this thread reads the log. */
  readonly feed?: Feed
  /** Where images of graphs are kept. Absent: nowhere. */
  readonly imageFolder?: string
  /** Changes in the overlay before a merge, at least. */
  readonly mergeAfterChanges?: number
}

export function openReplicas(options: OpenReplicasOptions): Replicas {
  const { store, nowMs, report, feed, imageFolder, mergeAfterChanges } = options
  const { database, connection, installation } = store
  const modelBody = (storeId: string, id: string) => selectModelBody(database, storeId, id)
  const shadow = new Shadow({ report, nowMs })
  if (feed) return new Replicas({ feed, modelBody, nowMs, report, shadow })
  const work = createGraphWork(connection)
  const images =
    imageFolder === undefined
      ? undefined
      : new Images({ folder: imageFolder, installationId: installation.id, work, report })
  const own = new DatabaseFeed({
    database,
    modelVersions: (storeId, revision) => selectModelVersions(database, storeId, revision),
    nowMs,
    report,
    work,
    ...(images && { images }),
    ...(mergeAfterChanges !== undefined && { mergeAfterChanges }),
  })
  return new Replicas({ feed: own, modelBody, nowMs, report, shadow, ...(images && { images }) })
}
