// The server as a value: given where its data is and where to listen, it is up when this resolves.

import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { ensureSystemStore, openReplicas } from './access/access.ts'
import { openServing } from './serving.ts'
import { receiveHints } from './store/hint.ts'
import { openStore, type StoreOptions } from './store/store.ts'
import { processClock } from './threads/messages.ts'
import { canShareAPort, openThreads } from './threads/threads.ts'

export { type Maintenance, openMaintenance } from './operations/maintenance.actions.ts'
export { openDatabase } from './store/database.ts'
export { openEmbedded } from './store/embedded.ts'

export interface ServerOptions {
  readonly place: StoreOptions['place']
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  /** The secret of the key that may do everything, 24 characters or more. Absent: a new installation makes its own. */
  readonly rootKey?: string | undefined
  readonly report: (message: string) => void
  readonly stalenessMsMax?: number
  /** That answer; default: 1. More than one share the port, where the system can, and leave this thread to the log. */
  readonly threads?: number
  /** Where images of graphs are kept; default: in the data folder, if there is one. */
  readonly imageFolder?: string
  /** The https origin that callers know: `https://iam.example.com`. AuthZEN's documents speak of it. */
  readonly publicOrigin?: string | undefined
  /** Of a collector of traces that speaks OTLP over HTTP; default: none are made. */
  readonly tracesUrl?: string | undefined
}

export interface Server {
  readonly url: string
  /** Of an installation that was new and was given none: shown here, once, and never again. */
  readonly firstRootKey: string | undefined
  /** Answers what has arrived, then ends. */
  close(): Promise<void>
}

export async function startServer(options: ServerOptions): Promise<Server> {
  const { place, host, port, rootKey, report } = options
  const onEvent: StoreOptions['report'] = (event) => report(JSON.stringify(event))
  const store = await openStore({ place, now: Date.now, newId: randomUUID, randomBytes, report: onEvent })
  const closing: (() => Promise<unknown>)[] = [() => store.close()]
  const close = async () => {
    for (const each of closing.splice(0).reverse()) await each()
  }
  try {
    const { firstRootKey } = await ensureSystemStore({ ...store, rootKey, report, newId: randomUUID, randomBytes })
    const { stalenessMsMax, publicOrigin, tracesUrl } = options
    const isEmbedded = store.embedded !== undefined
    const settings = { node: randomUUID(), startedAt: new Date(), isEmbedded, stalenessMsMax, publicOrigin, tracesUrl }
    const imageFolder = options.imageFolder ?? ('folder' in place ? join(place.folder, 'images') : undefined)
    const nowMs = processClock()
    const threads = canShareAPort(process.platform) ? (options.threads ?? 1) : 1
    if (threads !== (options.threads ?? 1))
      report(`threads cannot share a port on \`${process.platform}\`: one answers`)
    const graphs = { store, nowMs, report, ...(imageFolder !== undefined && { imageFolder }) }
    if (threads === 1) {
      const serving = await openServing({ ...settings, ...graphs, threads })
      closing.push(serving.close)
      await hearHints(serving.access.hint)
      return { url: await serving.listen({ host, port }), firstRootKey, close }
    }
    const replicas = openReplicas(graphs)
    closing.push(() => replicas.close())
    const hint = (storeId: string) => replicas.hint(storeId)
    store.onCommitted(hint)
    await hearHints(hint)
    const entry = new URL('./thread.ts', import.meta.url)
    const answering = await openThreads({ host, port, threads, serving: settings, store, replicas, entry, report })
    closing.push(answering.close)
    return { url: answering.url, firstRootKey, close }
  } catch (error) {
    await close()
    throw error
  }

  async function hearHints(hint: (storeId: string) => void): Promise<void> {
    const hints = await receiveHints(store.database, hint, report)
    closing.push(hints.close)
  }
}
