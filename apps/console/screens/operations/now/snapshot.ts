// What is asked about the server at one moment: what it is, how much it has to do, which nodes there are, and what took
// long. The same for the first view, on the server, and for each look after it, in the browser.

import type {
  Client,
  NodeListOutput,
  SystemLoadOutput,
  SystemReadOutput,
  SystemSlowQuestionsOutput,
} from '@lockness/client'
import { type Tried, tried } from '#session/tried.ts'

export interface Snapshot {
  readonly atMs: number
  readonly system: Tried<SystemReadOutput>
  readonly load: Tried<SystemLoadOutput>
  readonly nodes: Tried<NodeListOutput>
  readonly slow: Tried<SystemSlowQuestionsOutput>
}

export type Asking = Pick<Client, 'system' | 'node'>

const TIMEOUT_MS = 5_000

export async function readSnapshot({ system, node }: Asking, signal?: AbortSignal): Promise<Snapshot> {
  const options = { timeoutMs: TIMEOUT_MS, ...(signal && { signal }) }
  const [about, load, nodes, slow] = await Promise.all([
    tried(system.read({}, options)),
    tried(system.load({}, options)),
    tried(node.list({}, options)),
    tried(system.slowQuestions({}, options)),
  ])
  return { atMs: Date.now(), system: about, load, nodes, slow }
}

/** Between two whole ones: only what changes from second to second. */
export async function readLoad({ system }: Asking, before: Snapshot, signal?: AbortSignal): Promise<Snapshot> {
  const options = { timeoutMs: TIMEOUT_MS, ...(signal && { signal }) }
  return { ...before, load: await tried(system.load({}, options)), atMs: Date.now() }
}
