// The nodes of the installation, whichever of them is asked.

import { z } from 'zod'
import { SYSTEM_OBJECT } from '../access/access.ts'
import { question } from '../action.ts'
import type { Database } from '../store/database.ts'
import { SILENT_MS_MAX } from './heartbeat.actions.ts'
import { type NodeSeen, selectNodes } from './node.sql.ts'

/** Two beats may be lost. */
const NODES_MAX = 1_000

const nodeOutput = z.strictObject({
  id: z.string(),
  host: z.string().meta({ description: 'The name of the machine' }),
  version: z.string(),
  startedAt: z.string(),
  seenAt: z.string().meta({ description: "When it last said that it is there, by the database's clock" }),
  state: z.enum(['up', 'silent']).meta({ description: 'Whether it said so lately; after an hour it is left out' }),
  isThis: z.boolean().meta({ description: 'Whether it is the one that answers this' }),
  ready: z.union([z.literal(true), z.string()]).meta({ description: 'True, or why it is not' }),
  threads: z.int(),
  threadsUp: z.int().meta({ description: 'Threads that said so lately' }),
  stores: z.int().meta({ description: 'Whose graphs are in its memory' }),
  behind: z.int().meta({ description: 'Revisions that the most backward of its graphs lacks' }),
  stalenessMs: z.number(),
})

export function nodeActions({ database, node }: { readonly database: Pick<Database, 'query'>; readonly node: string }) {
  return {
    list: question({
      name: 'node.list',
      summary: 'The nodes of the installation: what they are, how far they have come, when they were last seen',
      input: z.strictObject({}),
      output: z.strictObject({ items: z.array(nodeOutput) }),
      permit: () => ({ relation: 'can_read', object: SYSTEM_OBJECT }),
      async answer() {
        const rows = await selectNodes(database, SILENT_MS_MAX, NODES_MAX)
        return { items: rows.map((row) => show(row, node)) }
      },
    }),
  }
}

function show(
  { silentMs, threadsSeen, notReady, startedAt, seenAt, ...row }: NodeSeen,
  node: string,
): z.infer<typeof nodeOutput> {
  const { id, host, version, threads, stores, behind, stalenessMs } = row
  const times = { startedAt: startedAt.toISOString(), seenAt: seenAt.toISOString() }
  const state = silentMs > SILENT_MS_MAX ? 'silent' : 'up'
  const told = { ready: notReady ?? (true as const), threads, threadsUp: threadsSeen, stores, behind, stalenessMs }
  return { id, host, version, ...times, state, isThis: id === node, ...told }
}
