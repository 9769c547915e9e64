// The server as a value: given where its data is and where to listen, it is up when this resolves.

import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { ensureSystemStore, mintSessionKey, openReplicas } from './access/access.ts'
import { type ConsoleFiles, prepareConsole, SignInLinks } from './console/console.ts'
import { openServing } from './serving.ts'
import { openStore, type Store, type StoreOptions } from './store/store.ts'
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
  /** Shown on the same port, for all that is not the API's. Absent: there is nothing but the API. */
  readonly console?: ConsoleFiles | undefined
}

export interface Server {
  readonly url: string
  /** Of an installation that was new and was given none: shown here, once, and never again. */
  readonly firstRootKey: string | undefined
  /** An address of the console that signs somebody in, once; undefined without a console. */
  signInLink(): string | undefined
  /** Answers what has arrived, then ends. */
  close(): Promise<void>
}

export async function startServer(options: ServerOptions): Promise<Server> {
  const { place, rootKey, report } = options
  const onEvent: StoreOptions['report'] = (event) => report(JSON.stringify(event))
  const store = await openStore({ place, now: Date.now, newId: randomUUID, randomBytes, report: onEvent })
  const closing: (() => Promise<unknown>)[] = [() => store.close()]
  const close = async () => {
    for (const each of closing.splice(0).reverse()) await each()
  }
  try {
    const { firstRootKey } = await ensureSystemStore({ ...store, rootKey, report, newId: randomUUID, randomBytes })
    const links = new SignInLinks({
      nowMs: Date.now,
      mintKey: (end) => mintSessionKey({ ...store, newId: randomUUID, randomBytes }, SESSION_KEY_NAME, end),
    })
    // It is closed after those that pass requests on to it.
    const guest = prepareGuest(options, store, links)
    if (guest) closing.push(() => guest.close())
    const url = await listen(options, store, closing, guest?.socketPath)
    await guest?.begin(loopbackOf(url))
    const signInLink = () => guest && `${options.publicOrigin ?? url}/sign-in#code=${links.newCode()}`
    return { url, firstRootKey, signInLink, close }
  } catch (error) {
    await close()
    throw error
  }
}

const SESSION_KEY_NAME = 'Console, by a sign-in link'

/** Resolves with the address when there are answers; what has to be closed then is put on the pile. */
async function listen(
  options: ServerOptions,
  store: Store,
  closing: (() => Promise<unknown>)[],
  consoleSocket: string | undefined,
): Promise<string> {
  const { place, host, port, report, stalenessMsMax, publicOrigin, tracesUrl } = options
  const isEmbedded = store.embedded !== undefined
  const about = { node: randomUUID(), startedAt: new Date(), isEmbedded, stalenessMsMax, publicOrigin, tracesUrl }
  const settings = { ...about, consoleSocket }
  const imageFolder = options.imageFolder ?? ('folder' in place ? join(place.folder, 'images') : undefined)
  const nowMs = processClock()
  const threads = canShareAPort(process.platform) ? (options.threads ?? 1) : 1
  if (threads !== (options.threads ?? 1)) report(`threads cannot share a port on \`${process.platform}\`: one answers`)
  const graphs = { store, nowMs, report, ...(imageFolder !== undefined && { imageFolder }) }
  if (threads === 1) {
    const serving = await openServing({ ...settings, ...graphs, threads })
    closing.push(serving.close)
    await hearHints(serving.access.hint)
    return serving.listen({ host, port })
  }
  const replicas = openReplicas(graphs)
  closing.push(() => replicas.close())
  const hint = (storeId: string) => replicas.hint(storeId)
  store.onCommitted((storeId, rows) => replicas.hint(storeId, rows))
  await hearHints(hint)
  const entry = new URL('./thread.ts', import.meta.url)
  const answering = await openThreads({ host, port, threads, serving: settings, store, replicas, entry, report })
  closing.push(answering.close)
  return answering.url

  async function hearHints(hint: (storeId: string) => void): Promise<void> {
    const hints = await store.hearHints(hint, report)
    closing.push(hints.close)
  }
}

function prepareGuest({ console, publicOrigin, report }: ServerOptions, store: Store, links: SignInLinks) {
  if (!console) return undefined
  const { tokenKey: installationKey } = store.installation
  return prepareConsole({ ...console, links, installationKey, publicOrigin, report })
}

/** A console in the same process need not go out of the machine to ask. */
function loopbackOf(url: string): string {
  return url.replace(/^http:\/\/(0\.0\.0\.0|\[::\])/, (_, all: string) =>
    all === '[::]' ? 'http://[::1]' : 'http://127.0.0.1',
  )
}
