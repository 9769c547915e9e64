// A real PostgreSQL that can be killed, stopped, held and copied: the one that comes with the server, run by this process
// as its owner, so that it is started again whenever it ends without being asked to.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Maintenance, openDatabase, openMaintenance } from '@lockness/server'
import { remember } from './leftovers.ts'

type Query = <R extends Record<string, unknown>>(sql: string, values?: readonly unknown[]) => Promise<R[]>

export interface Postgres {
  readonly folder: string
  /** Of the unix socket, where a client connects. */
  readonly socket: string
  readonly maintenance: Maintenance
  readonly query: Query
  transaction(work: (query: Query) => Promise<void>): Promise<void>
  /** As when the machine loses it: no flush, no goodbye. */
  kill(): void
  /** As an operator restarts it. */
  restart(): void
  /** Alive, and silent. */
  freeze(): void
  thaw(): void
  /** It answers again after whatever happened. */
  ready(): Promise<void>
  /** Ends it and leaves its data. */
  stop(): Promise<void>
}

const READY_MAX_MS = 60_000

export async function makeFolder(): Promise<{ readonly folder: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'lockness-faults-'))
  await chmod(folder, 0o755)
  const removeIt = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  const forget = remember(removeIt)
  const remove = () => {
    forget()
    removeIt()
  }
  return { folder, remove }
}

export async function startPostgres(folder: string): Promise<Postgres> {
  let pid = 0
  const report = (message: string) => {
    if (!message.startsWith('{')) return
    const told = JSON.parse(message) as { readonly event?: string; readonly pid?: number }
    if (told.event === 'started') pid = told.pid ?? 0
  }
  const maintenance = await openMaintenance({ place: { folder }, now: () => new Date(), report })
  const forget = remember(() => signal(pid, 'SIGKILL'))
  const { socketFolder } = JSON.parse(readFileSync(join(folder, 'embedded.json'), 'utf8')) as { socketFolder: string }
  const connection = { host: socketFolder, user: 'lockness', database: 'postgres' }
  const database = openDatabase({ connection, connectionsMax: 6, report: () => undefined })
  const ready = async () => {
    for (const end = performance.now() + READY_MAX_MS; ; ) {
      const isUp = await database.query('select 1').then(
        () => true,
        () => false,
      )
      if (isUp) return
      if (performance.now() > end) throw new Error('PostgreSQL did not come back')
      await pause(50)
    }
  }
  await ready()
  let frozen: number[] = []
  return {
    folder,
    socket: join(socketFolder, '.s.PGSQL.5432'),
    maintenance,
    query: (sql, values) => database.query(sql, values),
    transaction: (work) => database.transaction((tx) => work((sql, values) => tx.query(sql, values))),
    kill: () => signal(pid, 'SIGKILL'),
    restart: () => signal(pid, 'SIGINT'),
    freeze() {
      frozen = [pid, ...childrenOf(pid)]
      for (const each of frozen) signal(each, 'SIGSTOP')
    },
    thaw() {
      for (const each of frozen.splice(0)) signal(each, 'SIGCONT')
    },
    ready,
    async stop() {
      await database.close()
      await maintenance.close()
      forget()
    },
  }
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    // What has ended already has what was wanted for it.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function childrenOf(parent: number): number[] {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n')
  const pairs = rows.map((row) => row.trim().split(/\s+/).map(Number))
  return pairs.filter(([, ppid]) => ppid === parent).map(([pid]) => pid ?? 0)
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
