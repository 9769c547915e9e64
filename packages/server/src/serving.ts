// One thread that answers: the areas put together over a store, behind a listener. The server has one of these, or one in
// each of its threads; which it is says only where the store's graphs come from.

import { randomUUID } from 'node:crypto'
import { type Access, type AccessOptions, openAccess, SYSTEM_STORE } from './access/access.ts'
import { composeApp } from './app.ts'
import { createReverseProxy } from './console/console.ts'
import { measureLag } from './http/event-loop-lag.ts'
import { createListener, type Listener } from './http/listener.ts'
import { createLogger } from './http/logger.ts'
import { operationsRoutes } from './operations/operations.routes.ts'
import { type Operations, openOperations } from './operations/operations.ts'
import { openTraces } from './operations/traces.ts'

export interface ServingOptions extends Pick<AccessOptions, 'store' | 'feed' | 'imageFolder' | 'nowMs' | 'report'> {
  /** Of the whole server. */
  readonly threads: number
  /** Which of them this is, from 0. */
  readonly threadNumber?: number
  /** What all of them have counted. Absent: this is the only one. */
  readonly gather?: () => Promise<readonly object[]>
  /** Names the whole server. */
  readonly node: string
  readonly startedAt: Date
  readonly isEmbedded: boolean
  readonly stalenessMsMax?: number | undefined
  readonly publicOrigin?: string | undefined
  readonly tracesUrl?: string | undefined
  readonly consoleSocket?: string | undefined
}

export interface Serving {
  readonly access: Access
  listen: Listener['listen']
  closeDoor: Listener['closeDoor']
  readonly metrics: Operations['metrics']
  /** Answers what has arrived, then ends. The store stays open. */
  close(): Promise<void>
}

const VERSION = '0.1.0'

export async function openServing(options: ServingOptions): Promise<Serving> {
  const { store, isEmbedded, threads, report, nowMs, feed, imageFolder } = options
  const { stalenessMsMax, publicOrigin, tracesUrl, gather, threadNumber = 0, node, startedAt } = options
  const closing: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const each of closing.splice(0).reverse()) await each()
  }
  try {
    const access = openAccess({
      store,
      nowMs,
      now: () => new Date(),
      newId: randomUUID,
      report,
      ...(feed && { feed }),
      ...(imageFolder !== undefined && { imageFolder }),
      ...(stalenessMsMax !== undefined && { stalenessMsMax }),
    })
    closing.push(() => access.close())
    // Every request asks it who may do what: the first one need not wait for that.
    const { replicas } = access.parts
    await replicas.open(SYSTEM_STORE).catch((error) => report(`the system store is not loaded yet: ${String(error)}`))
    const lag = measureLag(nowMs)
    closing.push(async () => lag.stop())
    let listener: Listener | undefined
    const operations = openOperations({
      store,
      isEmbedded,
      access,
      report,
      version: VERSION,
      threads,
      threadNumber,
      node,
      startedAt,
      ...(gather && { gather }),
      lagMs: lag.read,
      inFlight: () => listener?.overload.inFlight ?? 0,
      refused: () => listener?.overload.refused ?? {},
      isDraining: () => listener?.isDraining() ?? false,
    })
    closing.push(() => operations.close())
    const traces = tracesUrl === undefined ? undefined : await openTraces({ url: tracesUrl, version: VERSION })
    if (traces) closing.push(() => traces.close())
    const composed = composeApp(access, {
      routes: operationsRoutes(operations),
      version: VERSION,
      ...(publicOrigin !== undefined && { publicOrigin }),
    })
    const proxy = options.consoleSocket && createReverseProxy({ socketPath: options.consoleSocket, publicOrigin })
    if (proxy) closing.push(async () => proxy.close())
    listener = await createListener({
      ...composed,
      ...(proxy && { beyond: proxy.pass }),
      clock: nowMs,
      lagMs: lag.read,
      observe: operations.metrics.observe,
      ...(traces && { beginTrace: traces.begin }),
      logger: createLogger({ stream: { write: (line) => report(line.trimEnd()) } }),
    })
    const { drain, listen, closeDoor } = listener
    closing.push(drain)
    return { access, listen, closeDoor, metrics: operations.metrics, close }
  } catch (error) {
    await close()
    throw error
  }
}
