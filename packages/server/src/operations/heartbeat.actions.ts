// A thread that answers says every few seconds that it is there and how far it has come. A database that is away or slow
// is told later: nothing here waits for it, and the next beat is not begun while one is under way.

import { hostname } from 'node:os'
import type { Database } from '../store/database.ts'
import { deleteNode, forgetNodes, type HeldPosition, type NodeRow, upsertNode } from './node.sql.ts'

export interface HeartbeatOptions {
  readonly database: Pick<Database, 'query'>
  readonly node: Pick<NodeRow, 'id' | 'thread' | 'version' | 'threads' | 'startedAt'>
  /** What is held here now. */
  readonly held: () => readonly (HeldPosition & { readonly stalenessMs: number })[]
  readonly notReady: () => string | undefined
  readonly report: (message: string) => void
  readonly everyMs?: number
}

export interface Heartbeat {
  /** Takes the thread's row away, so that a node that ended is not taken for one that fell silent. */
  stop(): Promise<void>
}

const BEAT_MS = 3_000
export const SILENT_MS_MAX = 3 * BEAT_MS
/** More than these are not compared with the heads at each beat. */
const HELD_MAX = 1_000
/** A node that is silent for so long is not told of any more. */
const FORGOTTEN_MS = 3_600_000
/** An end must not wait for a database that hangs. */
const STOP_MS_MAX = 1_000

export function startHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { database, node, report, everyMs = BEAT_MS } = options
  const { id, thread } = node
  let beating: Promise<void> | undefined
  let isSilent = false
  const beat = async () => {
    const held = options.held()
    const stalenessMs = Math.max(0, ...held.map((each) => each.stalenessMs))
    const host = hostname()
    const about = { host, stores: held.length, stalenessMs, notReady: options.notReady() ?? null }
    await upsertNode(database, { ...node, ...about }, held.slice(0, HELD_MAX))
    const replaced = { host, startedAt: node.startedAt, afterMs: SILENT_MS_MAX }
    await forgetNodes(database, { afterMs: FORGOTTEN_MS, replaced })
    isSilent = false
  }
  const beatSafely = () => {
    beating ??= beat()
      .catch((error) => {
        if (!isSilent) report(`this node could not say that it is there: ${String(error)}`)
        isSilent = true
      })
      .finally(() => {
        beating = undefined
      })
  }
  const timer = setInterval(beatSafely, everyMs)
  timer.unref()
  beatSafely()
  return {
    async stop() {
      clearInterval(timer)
      const leave = async () => {
        await beating
        await deleteNode(database, id, thread)
      }
      const { promise: late, resolve } = Promise.withResolvers<void>()
      const timeout = setTimeout(resolve, STOP_MS_MAX)
      await Promise.race([
        late,
        leave().catch((error) => report(`this node did not say that it ended: ${String(error)}`)),
      ])
      clearTimeout(timeout)
    },
  }
}
