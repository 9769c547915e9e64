// All tuples of a store at one revision, page by page. The revision is fixed at the beginning and later writes do not
// show, although no transaction stays open: see history.ts.

import type { Tuple } from '@lockness/authz'
import { AppError } from '../errors.ts'
import type { Database } from './database.ts'
import { modelAt, tuplesAt } from './history.ts'
import { selectHead } from './stores.ts'

export interface Snapshot {
  readonly epoch: number
  readonly revision: number
  /** Of the revision, so that a tail can go on from here; undefined for a past one. */
  readonly chain: Buffer | undefined
  readonly model: { readonly id: string; readonly body: string } | undefined
  readonly tuples: AsyncGenerator<readonly Tuple[]>
}

const PAGE_TUPLES = 5_000

/** At a past revision, or at the newest. */
export async function openSnapshot(database: Database, storeId: string, revision?: number): Promise<Snapshot> {
  const head = await selectHead(database, storeId)
  if (!head) throw new AppError('not_found', `there is no store \`${storeId}\``)
  const at = revision ?? head.revision
  if (at < 0 || at > head.revision) {
    throw new AppError('not_found', `revision ${at} is not in the history, which ends with ${head.revision}`)
  }
  return {
    epoch: head.epoch,
    revision: at,
    chain: at === head.revision ? head.chain : undefined,
    model: await modelAt(database, storeId, at),
    tuples: readPages(database, storeId, at),
  }
}

async function* readPages(database: Database, storeId: string, revision: number): AsyncGenerator<readonly Tuple[]> {
  for (let after: Tuple | undefined; ; ) {
    const page = await tuplesAt(database, storeId, revision, { limit: PAGE_TUPLES, ...(after && { after }) })
    if (page.length > 0) yield page
    if (page.length < PAGE_TUPLES) return
    after = page.at(-1)
  }
}
