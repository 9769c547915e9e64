// After a commit the other nodes are told that something was written. Told from another connection and together for
// all stores of the last few milliseconds: inside the writing transaction it cost 61 to 73 % of the throughput, because
// PostgreSQL takes a lock of the whole database for it at commit. A hint carries no truth and may be lost. It says who
// sent it, so that nobody is woken by what they have said themselves.

import type { Database } from './database.ts'

export const HINT_CHANNEL = 'lockness'

export interface Hints {
  send(storeId: string): void
  /** Sends what is waiting. */
  stop(): Promise<void>
}

export interface ReceivedHints {
  close(): Promise<void>
}

const COALESCE_MS = 5
const REOPEN_MIN_MS = 100
const REOPEN_MAX_MS = 5_000

export function createHints(
  database: Pick<Database, 'query'>,
  sender: string,
  onFailure: (error: unknown) => void,
): Hints {
  const waiting = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let sending = Promise.resolve()

  function flush(): void {
    timer = undefined
    const storeIds = [...waiting]
    waiting.clear()
    sending = sending.then(() => notify(database, sender, storeIds)).catch(onFailure)
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

/**
 * Hears the hints of all nodes. A connection that broke is opened again, for as long as it takes; what was said in between
 * is not heard, and every tail finds it by its sweep.
 */
export async function receiveHints(
  database: Pick<Database, 'listen'>,
  self: string,
  onHint: (storeId: string) => void,
  report: (message: string) => void,
): Promise<ReceivedHints> {
  let isClosed = false
  let timer: NodeJS.Timeout | undefined
  let opening: Promise<void> = Promise.resolve()
  let connection: { close(): Promise<void> } | undefined

  function reopenAfter(pauseMs: number): void {
    if (isClosed) return
    timer = setTimeout(() => {
      opening = open().catch((error) => {
        report(`the connection for hints cannot be opened: ${String(error)}`)
        reopenAfter(Math.min(pauseMs * 2, REOPEN_MAX_MS))
      })
    }, pauseMs)
    timer.unref()
  }

  function hear(payload: string): void {
    const [storeId = '', sender] = payload.split(' ')
    if (sender !== self) onHint(storeId)
  }

  async function open(): Promise<void> {
    connection = undefined
    connection = await database.listen(HINT_CHANNEL, hear, () => reopenAfter(REOPEN_MIN_MS))
  }

  await open()
  return {
    async close() {
      isClosed = true
      clearTimeout(timer)
      await opening
      await connection?.close()
    },
  }
}

async function notify(database: Pick<Database, 'query'>, sender: string, storeIds: readonly string[]): Promise<void> {
  const payloads = storeIds.map((storeId) => `${storeId} ${sender}`)
  await database.query('select pg_notify($1, payload) from unnest($2::text[]) payload', [HINT_CHANNEL, payloads], {
    name: 'hint',
  })
}
