// Situations with what they read of the database: put together once, when the access area is opened.

import { openSnapshot } from '../store/export.ts'
import { selectChain } from '../store/log.ts'
import { selectCommittedAt, selectRevisionAt } from './as-of.sql.ts'
import { PastGraphs } from './as-of.ts'
import { selectLabels } from './model.sql.ts'
import { ModelNames } from './model-names.ts'
import type { AccessParts } from './parts.ts'
import { Situations } from './situation.ts'

export function openSituations(parts: Omit<AccessParts, 'situations' | 'authority'>): Situations {
  const { database } = parts
  const names = new ModelNames((storeId) => selectLabels(database, storeId))
  return new Situations({
    ...parts,
    past: new PastGraphs({
      nowMs: parts.nowMs,
      read: async (storeId, revision) => (await openSnapshot(database, storeId, revision)).tuples,
      chainOf: (storeId, revision) => selectChain(database, storeId, revision),
    }),
    modelId: (storeId, wanted, revision) => names.resolve(storeId, wanted, revision),
    revisionAt: (storeId, atMs) => selectRevisionAt(database, storeId, atMs),
    committedAt: (storeId, revision) => selectCommittedAt(database, storeId, revision),
  })
}
