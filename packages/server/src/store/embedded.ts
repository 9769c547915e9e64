// The database that comes with the server: a real PostgreSQL in the data folder, reached by a unix socket only. One
// process owns a folder and runs its database; any further process on the same folder joins it as a client, and when the
// owner goes away, one of those who joined takes over. The contract for a caller is therefore only: there is a
// database at this address, it may be away for a moment, and `stop` ends my part in it.

import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chmod, chown, lstat, mkdir, mkdtemp, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import { type Cluster, ensureCluster, SUPERUSER, startPostmaster, stopPostmaster } from './embedded-cluster.ts'
import { explainFailure } from './embedded-failure.ts'
import { claimFolder, type Holder, isHolding, type OwnerLock } from './embedded-lock.ts'
import { prepareRuntime } from './embedded-runtime.ts'
import { canReach, chooseIdentity } from './embedded-user.ts'

export interface EmbeddedOptions {
  readonly folder: string
  readonly now: () => number
  /** What happened, for the log. */
  readonly report: (event: EmbeddedEvent) => void
}

export type EmbeddedEvent =
  | { readonly event: 'started'; readonly pid: number; readonly tookMs: number }
  | { readonly event: 'joined'; readonly ownerPid: number }
  | { readonly event: 'crashed'; readonly restartInMs: number }
  | { readonly event: 'took_over'; readonly fromPid: number }
  | { readonly event: 'failed'; readonly message: string }

export interface Embedded {
  /** For `pg`: a folder as host means a unix socket in it. */
  readonly connection: { readonly host: string; readonly user: string; readonly database: string }
  role(): 'owner' | 'joined'
  stop(): Promise<void>
}

/** `.s.PGSQL.5432` and its `.lock` must fit into 107 bytes of an address on Linux, 103 on a Mac. */
const SOCKET_FOLDER_BYTES_MAX = 103 - '/.s.PGSQL.5432.lock'.length
const OWNER_POLL_MS = 300
const JOIN_MAX_MS = 70_000
const RESTART_MIN_MS = 100
const RESTART_MAX_MS = 5_000
/** After this long without a crash the next one is a first one again. */
const CALM_MS = 60_000

/** In place of the owner while the database is not up. */
const NOBODY = 'nobody'

const State = z.object({ socketFolder: z.string(), ownerNonce: z.string() })

export async function openEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const folder = await openFolder(options.folder)
  const claim = await claimFolder(folder, randomUUID(), options.now).catch((cause) => {
    throw explainFailure(`the data folder \`${folder}\` cannot be used`, String(cause))
  })
  if ('owned' in claim) return ownFolder(folder, claim.owned, options)
  return joinFolder(folder, claim, options)
}

async function openFolder(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true, mode: 0o755 })
    return await realpath(path)
  } catch (cause) {
    throw explainFailure(`the data folder \`${path}\` cannot be used`, String(cause))
  }
}

async function ownFolder(folder: string, lock: OwnerLock, options: EmbeddedOptions): Promise<Embedded> {
  try {
    const running = await runDatabase(folder, lock, options)
    const stop = once(async () => {
      await running.stop()
      await lock.release()
    })
    return { connection: addressOf(running.socketFolder), role: () => 'owner', stop }
  } catch (error) {
    await lock.release()
    if (error instanceof AppError) throw error
    throw explainFailure(`the data folder \`${folder}\` cannot be used`, String(error))
  }
}

interface Running {
  readonly socketFolder: string
  stop(): Promise<void>
}

/** Starts the database and starts it again whenever it ends without being asked to. */
async function runDatabase(folder: string, lock: OwnerLock, { now, report }: EmbeddedOptions): Promise<Running> {
  const cluster = await prepareCluster(folder, lock.holder.nonce)
  await ensureCluster(cluster, lock.holder.nonce)
  let isStopping = false
  let child: ChildProcess | undefined
  let restarting: Promise<void> | undefined
  const wake = new AbortController()
  const start = async () => {
    const began = now()
    const started = await startPostmaster(cluster)
    child = started
    report({ event: 'started', pid: started.pid ?? 0, tookMs: now() - began })
    started.once('exit', () => {
      if (!isStopping) restarting = restart(now() - began > CALM_MS ? RESTART_MIN_MS : undefined)
    })
    if (started.exitCode !== null) throw new AppError('unavailable', 'PostgreSQL ended as soon as it had started')
  }
  let pauseMs = RESTART_MIN_MS
  const restart = async (firstMs?: number): Promise<void> => {
    for (pauseMs = firstMs ?? pauseMs; !isStopping; pauseMs = Math.min(pauseMs * 2, RESTART_MAX_MS)) {
      report({ event: 'crashed', restartInMs: pauseMs })
      await pause(pauseMs, wake.signal)
      if (isStopping) return
      try {
        await start()
        pauseMs = Math.min(pauseMs * 2, RESTART_MAX_MS)
        return
      } catch (error) {
        report({ event: 'failed', message: messageOf(error) })
      }
    }
  }
  await start()
  await writeState(folder, { socketFolder: cluster.socketFolder, ownerNonce: lock.holder.nonce })
  const stop = async () => {
    isStopping = true
    wake.abort()
    await restarting
    if (child) await stopPostmaster(child)
    if (!cluster.socketFolder.startsWith(folder))
      await rm(dirname(cluster.socketFolder), { recursive: true, force: true })
  }
  return { socketFolder: cluster.socketFolder, stop }
}

/** Where everything lies: in the data folder if its path is short and the database's user can get there. */
async function prepareCluster(folder: string, nonce: string): Promise<Cluster> {
  const place = join(folder, 'postgres')
  const identity = await chooseIdentity(place)
  const isReachable = !identity || (await canReach(folder, identity))
  const isShort = Buffer.byteLength(join(folder, 'socket')) <= SOCKET_FOLDER_BYTES_MAX
  const outside = isReachable && isShort ? undefined : await privateFolder(folder)
  const socketFolder = join(outside ?? folder, 'socket')
  // Known before anything can fail, so that a start that fails again and again leaves one such folder, not many.
  if (outside) await writeState(folder, { socketFolder, ownerNonce: NOBODY })
  await mkdir(socketFolder, { recursive: true })
  await chmod(socketFolder, 0o700)
  const runtimeFolder = join(isReachable || !outside ? folder : outside, 'runtime')
  await mkdir(runtimeFolder, { recursive: true })
  await chmod(runtimeFolder, 0o755)
  if (identity) await chown(socketFolder, identity.uid, identity.gid)
  const runtime = await prepareRuntime(runtimeFolder, nonce)
  return { folder: place, logFile: join(folder, 'postgres.log'), socketFolder, runtime, identity }
}

/** The one of the last run, because those who joined know it; a new one if somebody else has taken the name. */
async function privateFolder(folder: string): Promise<string> {
  const known = (await readState(folder))?.socketFolder
  if (known && !known.startsWith(folder)) {
    const outside = dirname(known)
    const wasMade = await mkdir(outside, { mode: 0o711 }).then(
      () => true,
      () => false,
    )
    const found = await lstat(outside).catch(() => undefined)
    const isOurs = found?.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0
    if (wasMade || isOurs) return outside
  }
  const made = await mkdtemp(join(await realpath(tmpdir()), 'lockness-'))
  await chmod(made, 0o711)
  return made
}

type HeldClaim = { readonly heldBy: Holder; readonly isVisible: boolean }

/** A client of somebody else's database, and the next owner if that one goes away. */
async function joinFolder(
  folder: string,
  { heldBy, isVisible }: HeldClaim,
  options: EmbeddedOptions,
): Promise<Embedded> {
  if (!isVisible) {
    const message = `the data folder \`${folder}\` is in use by process ${heldBy.pid} on \`${heldBy.host}\`, which cannot be reached from here`
    throw new AppError('misconfigured', message, { detail: { holder: heldBy } })
  }
  const state = await waitForOwner(folder, heldBy)
  if (!state) return openEmbedded(options)
  options.report({ event: 'joined', ownerPid: heldBy.pid })
  let owned: Embedded | undefined
  let isStopping = false
  const wake = new AbortController()
  /** The next owner to look at; undefined when it is this process, or there is nothing to look at any more. */
  const follow = async (owner: Holder): Promise<Holder | undefined> => {
    while (!isStopping && (await isHolding(folder, owner))) await pause(OWNER_POLL_MS, wake.signal)
    if (isStopping) return undefined
    const next = await claimFolder(folder, randomUUID(), options.now)
    if ('heldBy' in next) {
      await pause(OWNER_POLL_MS, wake.signal)
      return next.heldBy
    }
    owned = await ownFolder(folder, next.owned, options)
    options.report({ event: 'took_over', fromPid: owner.pid })
    return undefined
  }
  /** Nobody waits for it: whatever goes wrong is told, and tried again. */
  const watch = async (first: Holder): Promise<void> => {
    for (let owner: Holder | undefined = first; owner && !isStopping; ) {
      try {
        owner = await follow(owner)
      } catch (error) {
        options.report({ event: 'failed', message: messageOf(error) })
        if (!isStopping) await pause(RESTART_MAX_MS, wake.signal)
      }
    }
  }
  const watching = watch(heldBy)
  const stop = once(async () => {
    isStopping = true
    wake.abort()
    await watching
    await owned?.stop()
  })
  return { connection: addressOf(state.socketFolder), role: () => (owned ? 'owner' : 'joined'), stop }
}

/** Undefined when the owner ends before its database is there. */
async function waitForOwner(folder: string, holder: Holder): Promise<z.infer<typeof State> | undefined> {
  for (let waitedMs = 0; waitedMs < JOIN_MAX_MS; waitedMs += 50) {
    const state = await readState(folder)
    if (state?.ownerNonce === holder.nonce) return state
    if (!(await isHolding(folder, holder))) return undefined
    await pause(50)
  }
  throw new AppError(
    'unavailable',
    `process ${holder.pid} owns the data folder \`${folder}\`, but its database does not come up`,
  )
}

async function readState(folder: string): Promise<z.infer<typeof State> | undefined> {
  const text = await readFile(join(folder, 'embedded.json'), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return State.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

async function writeState(folder: string, state: z.infer<typeof State>): Promise<void> {
  const temporary = join(folder, `embedded.json.${state.ownerNonce}`)
  await writeFile(temporary, JSON.stringify(state))
  await rename(temporary, join(folder, 'embedded.json'))
}

function addressOf(socketFolder: string): Embedded['connection'] {
  return { host: socketFolder, user: SUPERUSER, database: 'postgres' }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | undefined
  return () => {
    result ??= work()
    return result
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
