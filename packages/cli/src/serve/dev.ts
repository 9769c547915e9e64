// `lockness dev`: a server for whoever writes models. Its data are gone when it ends; each change of a file in the folder
// is pushed at once, and what stands against it is told where the change was made.

import { mkdtempSync, rmSync } from 'node:fs'
import { watch } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, type Connection, connect, explained } from '../remote/connect.ts'
import { pushModules } from '../remote/push-modules.ts'
import { readModules } from '../remote/read-modules.ts'
import { type ExitCode, Failure, type Terminal } from '../terminal.ts'
import { readWorld } from './demo.ts'
import { runServer, type Started } from './run-server.ts'
import { readSettings, type ServeFlags } from './settings.ts'

export type DevFlags = Pick<ServeFlags, 'json' | 'host' | 'port' | 'threads'> & { readonly tuples?: string }

const STORE = 'dev'
const TIMEOUT_MS = 60_000
/** Editors write a file in several steps. */
const SETTLE_MS = 150

export async function dev(terminal: Terminal, folder: string, flags: DevFlags, cores: number): Promise<ExitCode> {
  const modules = readModules(terminal.disk, folder)
  const data = mkdtempSync(join(tmpdir(), 'lockness-dev-'))
  const settings = readSettings(terminal, { ...flags, data }, cores)
  const reload = new Reload(terminal, folder, flags)
  try {
    return await runServer(terminal, settings, {
      ...(flags.json && { json: true }),
      prepare: (started) => reload.begin(started),
      welcome: ({ url, firstRootKey }) => {
        const key = firstRootKey === undefined ? '' : `  export LOCKNESS_KEY=${firstRootKey}\n`
        const what = `${modules.length === 1 ? '1 module' : `${modules.length} modules`} of ${folder}`
        return `\n${terminal.colors.bold('Lockness')} answers at ${url} until it ends, with ${what}\n\n  export LOCKNESS_URL=${url}\n${key}\n`
      },
      beside: (_, ending) => reload.follow(ending),
    })
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

class Reload {
  private readonly terminal: Terminal
  private readonly folder: string
  private readonly flags: DevFlags
  private connection: Connection | undefined
  private client: Client | undefined
  private store = ''

  constructor(terminal: Terminal, folder: string, flags: DevFlags) {
    this.terminal = terminal
    this.folder = folder
    this.flags = flags
  }

  async begin({ url, firstRootKey }: Started): Promise<void> {
    const key = firstRootKey ?? this.terminal.env('LOCKNESS_ROOT_KEY')
    const connection = { url, key, timeoutMs: TIMEOUT_MS }
    const client = connect(connection)
    this.connection = connection
    this.client = client
    const { id: store } = await explained(connection, () => client.store.create({ name: STORE }))
    this.store = store
    await this.push()
    if (this.flags.tuples === undefined) return
    const added = readWorld(this.terminal.disk, this.flags.tuples)
    await explained(connection, () => client.tuple.write({ store, added }))
  }

  /** Until the signal; several changes at once are one. */
  async follow(signal: AbortSignal): Promise<void> {
    let settling: NodeJS.Timeout | undefined
    let pushing = Promise.resolve()
    try {
      for await (const { filename } of watch(this.folder, { recursive: true, signal })) {
        if (!filename || !/\.(fga|mod|ya?ml)$/.test(filename)) continue
        clearTimeout(settling)
        settling = setTimeout(() => {
          pushing = pushing.then(() => this.push())
        }, SETTLE_MS)
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
    clearTimeout(settling)
    await pushing
  }

  /** What is wrong is told, and the server goes on with what was right. */
  private async push(): Promise<void> {
    const began = this.terminal.now()
    const pushed: string[] = []
    try {
      const modules = readModules(this.terminal.disk, this.folder)
      const pushing = pushModules(this.client!, this.store, modules, { allowOrphans: true })
      await explained(this.connection!, async () => {
        for await (const { module, isUnchanged } of pushing) if (!isUnchanged) pushed.push(module)
      })
      if (pushed.length > 0) this.tell({ event: 'pushed', modules: pushed, tookMs: this.terminal.now() - began })
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      this.tell({ event: 'refused', code: error.code, message: error.message })
    }
  }

  private tell(event: Told): void {
    const { colors } = this.terminal
    if (this.flags.json) this.terminal.complain(`${JSON.stringify(event)}\n`)
    else if (event.event === 'refused') this.terminal.complain(`${colors.red('✗')} ${event.message}\n`)
    else
      this.terminal.complain(`${colors.green('✓')} ${event.modules.join(', ')}  ${colors.dim(`${event.tookMs} ms`)}\n`)
  }
}

type Told =
  | { readonly event: 'pushed'; readonly modules: readonly string[]; readonly tookMs: number }
  | { readonly event: 'refused'; readonly code: string; readonly message: string }
