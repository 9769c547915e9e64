// Programs beside this one: servers and load clients, each a process on a core of its own, so that who asks does not
// take the time of who answers. Where a process cannot be pinned, the run says so. What a program costs is read from the
// system: on a busy machine the time on the clock is anybody's, the time on the processor is its own.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const SERVER_CORE = 0
export const CLIENT_CORE = 1

/** Node's own flags for all of them. */
const FLAGS = ['--disable-warning=ExperimentalWarning', '--max-old-space-size=8192']
const TOLD_CHARS_MAX = 8_000
const ENDING_MAX_MS = 60_000
/** `utime` and `stime` are counted in these, on every Linux that Node runs on. */
const TICK_MS = 10

export interface ProgramOptions {
  /** Absent: wherever there is room. */
  readonly core?: number | undefined
  readonly env?: Readonly<Record<string, string>>
  readonly flags?: readonly string[]
}

/** A server: it says in its first line where it is. */
export interface Program {
  readonly pid: number
  readonly url: string
  stop(): Promise<void>
}

/** A client: it is given jobs, one after the other. */
export interface Worker<Job, Result> {
  readonly pid: number
  ask(job: Job): Promise<Result>
  stop(): Promise<void>
}

type Reply = { readonly result: unknown } | { readonly error: string }

let pinning: boolean | undefined

export function canPin(): boolean {
  pinning ??= availableParallelism() > CLIENT_CORE && spawnSync('taskset', ['-c', '0', 'true']).status === 0
  return pinning
}

export async function startProgram(file: string, args: readonly string[], options: ProgramOptions): Promise<Program> {
  const { child, told } = launch(file, args, options, false)
  const lines = createInterface({ input: child.stdout! })
  try {
    const line = await Promise.race([
      once(lines, 'line').then(([text]) => String(text)),
      once(child, 'exit').then(([code]) => {
        throw new Error(`\`${file}\` ended with ${code}: ${told()}`)
      }),
    ])
    const { url, pid } = JSON.parse(line) as { readonly url: string; readonly pid: number }
    return { url, pid, stop: () => end(child) }
  } catch (error) {
    await end(child)
    throw error
  }
}

export function startWorker<Job, Result>(file: string, options: ProgramOptions): Worker<Job, Result> {
  const { child, told } = launch(file, [], options, true)
  const dead = once(child, 'exit').then(([code]) => {
    throw new Error(`\`${file}\` ended with ${code}: ${told()}`)
  })
  dead.catch(() => undefined)
  return {
    pid: child.pid ?? 0,
    async ask(job) {
      const replied = once(child, 'message')
      child.send(job as object)
      const [reply] = (await Promise.race([replied, dead])) as [Reply]
      if ('error' in reply) throw new Error(reply.error)
      return reply.result as Result
    },
    stop: () => end(child),
  }
}

/** The other side of a worker. */
export function serveJobs<Job>(perform: (job: Job) => Promise<unknown>): void {
  process.on('message', (job: Job) => {
    perform(job).then(
      (result) => process.send?.({ result }),
      (error) => process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
  })
  process.once('disconnect', () => process.exit(0))
}

/** Milliseconds on the processor, of all threads, since it began; undefined where the system does not tell. */
export function cpuMsOf(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

/** Bytes that are in memory; undefined where the system does not tell. */
export function residentBytesOf(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return kib === undefined ? undefined : Number(kib) * 1024
}

function launch(file: string, args: readonly string[], options: ProgramOptions, isWorker: boolean) {
  const { core, env = {}, flags = [] } = options
  const path = fileURLToPath(new URL(file, import.meta.url))
  const node = [process.execPath, ...FLAGS, ...flags, path, ...args]
  const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`)
  const command = settings.length > 0 ? ['env', ...settings, ...node] : node
  const [program = '', ...rest] = core !== undefined && canPin() ? ['taskset', '-c', `${core}`, ...command] : command
  const stdio = ['ignore', 'pipe', 'pipe', ...(isWorker ? ['ipc' as const] : [])] as const
  const child = spawn(program, rest, { stdio: [...stdio] })
  let text = ''
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-TOLD_CHARS_MAX)
  }
  child.stderr!.on('data', keep)
  if (isWorker) child.stdout!.on('data', keep)
  return { child, told: () => text }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), ENDING_MAX_MS)
  await ended
  clearTimeout(late)
}
