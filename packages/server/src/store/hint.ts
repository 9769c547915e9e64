// After a commit the other nodes are told that something was written. Told from another connection and together for
// all stores of the last few milliseconds: inside the writing transaction it cost 61 to 73 % of the throughput, because
// PostgreSQL takes a lock of the whole database for it at commit. A hint carries no truth and may be lost.

import type { Database } from './database.ts'

export const HINT_CHANNEL = 'lockness'

export interface Hints {
  send(storeId: string): void
  /** Sends what is waiting. */
  stop(): Promise<void>
}

const COALESCE_MS = 5

export function createHints(database: Pick<Database, 'query'>, onFailure: (error: unknown) => void): Hints {
  const waiting = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let sending = Promise.resolve()

  function flush(): void {
    timer = undefined
    const storeIds = [...waiting]
    waiting.clear()
    sending = sending.then(() => notify(database, storeIds)).catch(onFailure)
  }

  return {
    send(storeId) {
      waiting.add(storeId)
      timer ??= setTimeout(flush, COALESCE_MS)
    },
    async stop() {
      if (timer) {
        clearTimeout(timer)
        flush()
      }
      await sending
    },
  }
}

async function notify(database: Pick<Database, 'query'>, storeIds: readonly string[]): Promise<void> {
  await database.query(`select pg_notify($1, id) from unnest($2::text[]) id`, [HINT_CHANNEL, storeIds])
}
