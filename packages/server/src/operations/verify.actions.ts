// Whether a database says the truth about its past: every store's log from its first revision to its head, each row's hash
// from the row before it, the live tuples as the sum of all changes, one audit record for each revision, every version of
// the model as the log has it. Reads only; the memory it takes does not grow with the store.

import type { Database } from '../store/database.ts'
import { openSnapshot } from '../store/export.ts'
import { type LogRow, nextChain, readEntry, selectLog } from '../store/log.ts'
import { selectHead } from '../store/stores.ts'
import { TupleSum } from '../store/tuple-sum.ts'
import { selectAuditGaps, selectStoreIds } from './verify.sql.ts'

export interface StoreReport {
  readonly storeId: string
  readonly revisions: number
  readonly tuples: number
  /** Empty: all is as it must be. The first thing that is wrong comes first. */
  readonly faults: readonly Fault[]
}

export interface Fault {
  readonly kind: 'gap' | 'chain' | 'head' | 'tuples' | 'audit' | 'unreadable'
  readonly revision: number
  readonly message: string
}

const PAGE_ROWS = 1_000
const FAULTS_MAX = 100
const TRIES_MAX = 5

export async function* verifyStores(database: Database, only?: string): AsyncGenerator<StoreReport> {
  for (const storeId of await selectStoreIds(database)) {
    if (only === undefined || only === storeId) yield await verifyStore(database, storeId)
  }
}

/** A log that is cut while it is read is read once more. */
export async function verifyStore(database: Database, storeId: string): Promise<StoreReport> {
  for (let tries = 1; ; tries++) {
    const floor = await floorOf(database, storeId)
    const report = await verifyFrom(database, storeId, floor)
    if (tries === TRIES_MAX || floor === (await floorOf(database, storeId))) return report
  }
}

async function floorOf(database: Database, storeId: string): Promise<number> {
  return (await selectHead(database, storeId))?.logFloor ?? 0
}

async function verifyFrom(database: Database, storeId: string, floor: number): Promise<StoreReport> {
  const faults: Fault[] = []
  const found = (kind: Fault['kind'], revision: number, message: string) => {
    if (faults.length < FAULTS_MAX) faults.push({ kind, revision, message })
  }
  // The snapshot's revision is the end; what is written meanwhile is verified the next time.
  const snapshot = await openSnapshot(database, storeId)
  const folded = await foldLog(database, storeId, { floor, end: snapshot.revision, found })
  const { chain } = snapshot
  if (chain && folded.chain && !chain.equals(folded.chain))
    found('head', snapshot.revision, 'the head does not have the hash of the last revision')
  let tuples = 0
  const sum = new TupleSum()
  for await (const page of snapshot.tuples) {
    tuples += page.length
    for (const tuple of page) sum.add(tuple)
  }
  // Below the floor there is no log any more from which to know what was there.
  if (floor === 0 && sum.text() !== folded.sum.text())
    found('tuples', snapshot.revision, 'the live tuples are not what the changes of the log make')
  for (const { revision, count } of await selectAuditGaps(database, storeId, snapshot.revision))
    found('audit', revision, `there are ${count} audit records for this revision`)
  return { storeId, revisions: snapshot.revision - floor, tuples, faults }
}

interface Fold {
  readonly floor: number
  readonly end: number
  readonly found: (kind: Fault['kind'], revision: number, message: string) => void
}

async function foldLog(database: Database, storeId: string, { floor, end, found }: Fold) {
  let last = floor
  let chain: Buffer | undefined
  const sum = new TupleSum()
  while (last < end) {
    const rows = await selectLog(database, storeId, last, Math.min(PAGE_ROWS, end - last))
    if (rows.length === 0) {
      found('gap', last + 1, `the log ends with ${last}, the head says ${end}`)
      break
    }
    for (const row of rows) {
      if (row.revision !== last + 1) found('gap', last + 1, `revision ${last + 1} is missing`)
      else if (chain && !row.chain.equals(nextChain(chain, storeId, row)))
        found('chain', row.revision, 'the hash does not follow from the revision before')
      addChange(sum, row, found)
      chain = row.chain
      last = row.revision
    }
  }
  return { chain, sum }
}

function addChange(sum: TupleSum, row: LogRow, found: Fold['found']): void {
  try {
    const { added, removed } = readEntry(row).change
    for (const tuple of added) sum.add(tuple)
    for (const tuple of removed) sum.remove(tuple)
  } catch (error) {
    found('unreadable', row.revision, `the body cannot be read: ${String(error)}`)
  }
}
