// One PostgreSQL cluster in a folder: made, started, watched, stopped. Whoever calls this owns the folder
// (embedded-lock.ts). The server process may have died and left its postmaster behind, or the postmaster may have died
// and left its backends: start() ends what is left of an earlier run before it begins one.
//
// On Linux under root the cluster may lie below a folder that its user cannot pass. The process is started *in* the
// cluster's folder while still root, and is told that its data are in `/proc/self/cwd`, which needs no passing.

import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, mkdir, open, readdir, readFile, readlink, realpath, rename, rm, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../errors.ts'
import { explainFailure } from './embedded-failure.ts'
import type { Runtime } from './embedded-runtime.ts'
import { giveTree, type Identity, namedIdentity } from './embedded-user.ts'
import { runCommand } from './run-command.ts'

export const SUPERUSER = 'lockness'

const START_MAX_MS = 60_000
const FAST_STOP_MAX_MS = 20_000
const LOG_BYTES_MAX = 4 * 1024 * 1024
/** The parts of the log's end that a message may quote. */
const QUOTED_BYTES_MAX = 4_096

export interface Cluster {
  /** The folder with PG_VERSION in it. */
  readonly folder: string
  readonly logFile: string
  readonly socketFolder: string
  readonly runtime: Runtime
  /** Undefined: as the server itself. */
  readonly identity: Identity | undefined
}

/**
 * Small, safe, and reachable by nobody but its owner. The timeouts free what a dead or stuck client holds; a pooler cannot
 * lose them, since they belong to the cluster.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  shared_buffers: '32MB',
  wal_buffers: '4MB',
  max_wal_size: '256MB',
  max_connections: '60',
  max_prepared_transactions: '0',
  jit: 'off',
  wal_level: 'replica',
  checkpoint_completion_target: '0.9',
  autovacuum_naptime: '15s',
  idle_in_transaction_session_timeout: '5s',
  client_connection_check_interval: '2s',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
  log_line_prefix: '%m [%p] ',
  log_timezone: 'UTC',
  timezone: 'UTC',
}

/** Makes the cluster if there is none; refuses one of another major version. */
export async function ensureCluster(cluster: Cluster, nonce: string): Promise<void> {
  const found = await readFile(join(cluster.folder, 'PG_VERSION'), 'utf8').catch(onlyAbsent)
  if (found === undefined) {
    await removeUnfinished(cluster.folder)
    return initialize(cluster, nonce)
  }
  const major = Number(found.trim())
  if (major === cluster.runtime.major) return
  const advice =
    major > cluster.runtime.major
      ? 'use the newer Lockness that made it'
      : 'export it with the older Lockness that made it'
  throw new AppError(
    'misconfigured',
    `the data in \`${cluster.folder}\` were made by PostgreSQL ${major}, this is ${cluster.runtime.major}: ${advice}`,
  )
}

/** A cluster that may not be looked at is there all the same, and no new one is made in its place. */
function onlyAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

/** Into a folder beside it, then renamed: a cluster is there as a whole or not at all. */
async function initialize(cluster: Cluster, nonce: string): Promise<void> {
  const made = `${cluster.folder}.${nonce}`
  await mkdir(made, { mode: 0o700 })
  try {
    const identity = cluster.identity && (await namedIdentity())
    if (identity) await giveTree(made, identity)
    const { code, output } = await runCommand(
      cluster.runtime.initdb,
      // biome-ignore format: one option per line
      [
        '-D', cluster.identity && process.platform === 'linux' ? '/proc/self/cwd' : made,
        '-U', SUPERUSER,
        '--auth-local=trust',
        '--auth-host=reject',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '--data-checksums',
        '--no-instructions',
        // One flush of the file system instead of one for each of a thousand files: 0.5 s against 2 to 4 s.
        ...(process.platform === 'linux' ? ['--sync-method=syncfs'] : []),
      ],
      { ...identity, cwd: made, env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' } },
    )
    if (code !== 0) throw explainFailure('PostgreSQL cannot be set up', output)
    if (cluster.identity) await giveTree(made, cluster.identity)
    await rename(made, cluster.folder)
  } catch (error) {
    await rm(made, { recursive: true, force: true })
    throw error
  }
}

/** What a process that was killed in the middle of it left behind; the folder's owner is the only one at it. */
async function removeUnfinished(folder: string): Promise<void> {
  const names = (await readdir(dirname(folder))).filter((name) => name.startsWith(`${basename(folder)}.`))
  for (const name of names.filter((name) => name.length > 36))
    await rm(join(dirname(folder), name), { recursive: true })
}

/** Ends what is left of an earlier run, starts the postmaster, and waits until it takes connections. */
export async function startPostmaster(cluster: Cluster): Promise<ChildProcess> {
  await endLeftovers(cluster)
  const log = await openLog(cluster.logFile)
  const logStart = (await log.stat()).size
  try {
    const settings = { ...SETTINGS, unix_socket_directories: cluster.socketFolder }
    const child = spawn(
      cluster.runtime.postgres,
      [
        '-D',
        cluster.identity && process.platform === 'linux' ? '/proc/self/cwd' : cluster.folder,
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      {
        ...cluster.identity,
        cwd: cluster.folder,
        env: { LC_ALL: 'C', TZ: 'UTC' },
        stdio: ['ignore', log.fd, log.fd],
        // A Ctrl-C in the terminal is for the server, which then stops the database in its order.
        detached: true,
      },
    )
    const failure = new Promise<Error>((resolve) => child.once('error', resolve))
    const state = await Promise.race([waitForReady(cluster, child), failure])
    if (state === 'ready') return child
    if (child.exitCode === null) child.kill('SIGQUIT')
    const said = state instanceof Error ? state.message : await readFrom(cluster.logFile, logStart)
    throw explainFailure('PostgreSQL does not start', said)
  } finally {
    await log.close()
  }
}

/** Fast shutdown: clients are disconnected, a checkpoint is written. Harder only when that takes too long. */
export async function stopPostmaster(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve()
    else child.once('exit', () => resolve())
  })
  child.kill('SIGINT')
  const timer = setTimeout(() => child.kill('SIGQUIT'), FAST_STOP_MAX_MS)
  await ended
  clearTimeout(timer)
}

/** The last line of postmaster.pid says it, and nothing has to connect to find out. */
async function waitForReady({ folder }: Cluster, child: ChildProcess): Promise<'ready' | 'ended' | 'late'> {
  for (let waitedMs = 0; waitedMs < START_MAX_MS; waitedMs += 10) {
    if (child.exitCode !== null || child.signalCode !== null) return 'ended'
    const lines = (await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
    if (lines[0] === String(child.pid) && lines[7]?.trim() === 'ready') return 'ready'
    await sleep(10)
  }
  return 'late'
}

/**
 * A postmaster that outlived its server is asked to stop; backends that outlived their postmaster end by themselves when
 * they notice, or are killed: their shared memory has no owner any more. A number in postmaster.pid that now belongs to
 * a stranger would stop PostgreSQL from starting, so then the file goes.
 */
async function endLeftovers({ folder }: Cluster): Promise<void> {
  const pid = Number((await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')[0])
  const isOurs = pid > 0 && (await processesIn(folder)).includes(pid)
  if (isOurs) await endProcesses(folder, () => [pid], 'SIGINT', FAST_STOP_MAX_MS)
  await endProcesses(folder, (pids) => pids, 'SIGQUIT', 5_000)
  await endProcesses(folder, (pids) => pids, 'SIGKILL', 5_000)
  if (pid > 0 && isAlive(pid)) await unlink(join(folder, 'postmaster.pid')).catch(() => undefined)
}

async function endProcesses(
  folder: string,
  choose: (pids: readonly number[]) => readonly number[],
  signal: NodeJS.Signals,
  patienceMs: number,
): Promise<void> {
  const before = await processesIn(folder)
  for (const pid of choose(before).filter((pid) => before.includes(pid))) sendSignal(pid, signal)
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 20) {
    if ((await processesIn(folder)).length === 0) return
    await sleep(20)
  }
}

/** PostgreSQL's processes work in their cluster's folder; nobody else's process is ever in the list. */
async function processesIn(folder: string): Promise<number[]> {
  const place = await realpath(folder)
  if (process.platform !== 'linux') {
    const { output } = await runCommand('ps', ['-axww', '-o', 'pid=,command='])
    const lines = output.split('\n').filter((line) => line.includes('postgres') && line.includes(` -D ${folder} `))
    return lines.map((line) => Number.parseInt(line, 10))
  }
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && pid !== process.pid)
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [cwd, name] = await Promise.all([
        readlink(`/proc/${pid}/cwd`).catch(() => undefined),
        readFile(`/proc/${pid}/comm`, 'utf8').catch(() => ''),
      ])
      return cwd === place && name.startsWith('postgres') ? pid : undefined
    }),
  )
  return found.filter((pid) => pid !== undefined)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has just ended, which is what was wanted.
  }
}

async function openLog(path: string) {
  const { size } = await stat(path).catch(() => ({ size: 0 }))
  if (size > LOG_BYTES_MAX) await rename(path, `${path}.old`)
  const log = await open(path, 'a')
  await chmod(path, 0o600)
  return log
}

async function readFrom(path: string, start: number): Promise<string> {
  const bytes = await readFile(path)
  return bytes.subarray(Math.max(start, bytes.length - QUOTED_BYTES_MAX)).toString('utf8')
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
