// The server as a value: given where its data is and where to listen, it is up when this resolves.

import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { openAccess } from './access/access.ts'
import { ensureSystemStore } from './access/system-store.actions.ts'
import { composeApp } from './app.ts'
import { measureLag } from './http/event-loop-lag.ts'
import { createListener, type Listener } from './http/listener.ts'
import { createLogger } from './http/logger.ts'
import { openOperations } from './operations/operations.ts'
import { openTraces } from './operations/traces.ts'
import { receiveHints } from './store/hint.ts'
import { openStore, type StoreOptions } from './store/store.ts'

export { type Maintenance, openMaintenance } from './operations/maintenance.ts'
export { openDatabase } from './store/database.ts'

const VERSION = '0.1.0'

export interface ServerOptions {
  readonly place: StoreOptions['place']
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  /** The secret of the key that may do everything, 24 characters or more. Absent: a new installation makes its own. */
  readonly rootKey?: string | undefined
  readonly report: (message: string) => void
  readonly stalenessMsMax?: number
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
  const { place, host, port, rootKey, report, stalenessMsMax } = options
  const onEvent: StoreOptions['report'] = (event) => report(JSON.stringify(event))
  const store = await openStore({ place, now: Date.now, newId: randomUUID, randomBytes, report: onEvent })
  const closing: (() => Promise<unknown>)[] = [() => store.close()]
  const close = async () => {
    for (const each of closing.splice(0).reverse()) await each()
  }
  try {
    const { firstRootKey } = await ensureSystemStore({ ...store, rootKey, newId: randomUUID, randomBytes })
    const nowMs = () => performance.now()
    const clocks = { nowMs, now: () => new Date(), newId: randomUUID }
    const imageFolder = options.imageFolder ?? ('folder' in place ? join(place.folder, 'images') : undefined)
    const access = openAccess({
      store,
      ...clocks,
      report,
      ...(imageFolder !== undefined && { imageFolder }),
      ...(stalenessMsMax !== undefined && { stalenessMsMax }),
    })
    closing.push(() => access.close())
    const listening = await receiveHints(store.database, access.hint, report)
    closing.push(() => listening.close())
    const lag = measureLag(nowMs)
    closing.push(async () => lag.stop())
    const { publicOrigin, tracesUrl } = options
    let listener: Listener | undefined
    const operations = openOperations({
      store,
      access,
      report,
      version: VERSION,
      threads: 1,
      lagMs: lag.read,
      inFlight: () => listener?.overload.inFlight ?? 0,
      refused: () => listener?.overload.refused ?? {},
      isDraining: () => listener?.isDraining() ?? false,
    })
    closing.push(() => operations.close())
    const traces = tracesUrl === undefined ? undefined : await openTraces({ url: tracesUrl, version: VERSION })
    if (traces) closing.push(() => traces.close())
    const composed = composeApp(access, {
      routes: operations.routes,
      version: VERSION,
      ...(publicOrigin !== undefined && { publicOrigin }),
    })
    listener = await createListener({
      ...composed,
      clock: nowMs,
      lagMs: lag.read,
      observe: operations.metrics.observe,
      ...(traces && { beginTrace: traces.begin }),
      logger: createLogger({ stream: { write: (line) => report(line.trimEnd()) } }),
    })
    const { drain } = listener
    closing.push(drain)
    return { url: await listener.listen({ host, port }), firstRootKey, close }
  } catch (error) {
    await close()
    throw error
  }
}
