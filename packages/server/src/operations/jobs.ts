// What is done now and then by one of the nodes: tuples whose time has come are taken out by real revisions, keys of
// writes are forgotten after their day, and logs that are kept for some days only are cut. Which node does it is settled by a lock that the database holds for a transaction,
// so that none is elected, and none that dies holds it.

import type { Appender } from '../store/append.ts'
import { cutLog, selectLogDays, selectStoresToCut } from '../store/cut-log.ts'
import type { Database } from '../store/database.ts'
import { collectExpired, forgetKeys, selectStoresWithExpired } from '../store/expire.ts'

export interface JobOptions {
  readonly database: Database
  readonly appender: Appender
  readonly report: (message: string) => void
  readonly everyMs?: number
}

export interface Jobs {
  /** One round, now; true when this node did it. */
  run(): Promise<boolean>
  stop(): Promise<void>
}

const EVERY_MS = 5_000
/** A round must end before the transaction that keeps others out is ended for being idle. */
const REVISIONS_PER_ROUND = 20
const ROUND_MS_MAX = 4_000

export function startJobs({ database, appender, report, everyMs = EVERY_MS }: JobOptions): Jobs {
  let running: Promise<unknown> = Promise.resolve()
  const run = () =>
    database.transaction(async (tx) => {
      const [row] = await tx.query<{ isMine: boolean }>(
        `select pg_try_advisory_xact_lock(hashtext('lockness'), hashtext('jobs')) as "isMine"`,
      )
      if (!row?.isMine) return false
      const endMs = performance.now() + ROUND_MS_MAX
      await expireTuples({ database, appender, report }, endMs)
      await forgetKeys(database)
      await cutLogs({ database, appender, report }, endMs)
      return true
    })
  const timer = setInterval(() => {
    running = running.then(run).catch((error) => report(`the jobs of this round were not done: ${String(error)}`))
  }, everyMs)
  timer.unref()
  return {
    run,
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

async function expireTuples({ database, appender, report }: JobOptions, endMs: number): Promise<void> {
  let left = REVISIONS_PER_ROUND
  for (const storeId of await selectStoresWithExpired(database)) {
    try {
      while (left > 0 && performance.now() < endMs && (await collectExpired(database, appender, storeId))) left--
    } catch (error) {
      // What is wrong with one store must not be wrong with all of them.
      report(`what has expired in \`${storeId}\` was not taken out: ${String(error)}`)
    }
    if (left === 0) return
  }
}

async function cutLogs({ database, report }: JobOptions, endMs: number): Promise<void> {
  const days = await selectLogDays(database)
  if (days === undefined) return
  for (const storeId of await selectStoresToCut(database, days)) {
    try {
      while (performance.now() < endMs && (await cutLog(database, storeId, days)) > 0);
    } catch (error) {
      report(`the log of \`${storeId}\` was not cut: ${String(error)}`)
    }
  }
}
