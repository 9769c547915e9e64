// Who owns a data folder. The lock is a row of numbered files, `owner.1`, `owner.2`, …: the owner is whoever made the
// highest one. A file is made whole and at once by link(), which fails when the name exists, so two processes that both
// see a dead owner cannot both become the next one; and nobody ever removes the highest file, so there is no moment in
// which a slow process takes a living owner's lock for a dead one's.
//
// An owner is dead when its process is: same machine, same boot, same process namespace, and no process of that number
// and start time. From another machine or container only the heartbeat can tell, so there it takes long.

import { link, readdir, readFile, readlink, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { runCommand } from './run-command.ts'

const HEARTBEAT_MS = 5_000
/** Only for owners whose process cannot be seen from here. */
const SILENCE_MAX_MS = 30_000
/** A takeover is tried again when another process was quicker and died at once. */
const ATTEMPTS_MAX = 20

const Holder = z.object({
  pid: z.int(),
  /** When the process began, as its system tells it: tells a process from a later one of the same number. */
  startedAt: z.string(),
  /** Boot and process namespace: process numbers mean something only inside. */
  scope: z.string(),
  host: z.string(),
  nonce: z.string(),
  isReleased: z.boolean(),
})
export type Holder = z.infer<typeof Holder>

export interface OwnerLock {
  readonly holder: Holder
  release(): Promise<void>
}

export type Claim = { readonly owned: OwnerLock } | { readonly heldBy: Holder; readonly isVisible: boolean }

/** Takes the folder if nobody living has it, else says who does. `nonce` is any value nobody else uses. */
export async function claimFolder(folder: string, nonce: string, now: () => number): Promise<Claim> {
  const me = await describeProcess(nonce)
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const top = await highest(folder)
    const holder = top === 0 ? undefined : await readHolder(join(folder, `owner.${top}`))
    if (top > 0 && holder && (await isAlive(folder, top, holder, me, now))) {
      return { heldBy: holder, isVisible: holder.scope === me.scope }
    }
    if (!(await makeFile(folder, top + 1, me))) continue
    // A slow claimer may have made a low number after others went past it; then it owns nothing.
    if ((await highest(folder)) !== top + 1) {
      await unlink(join(folder, `owner.${top + 1}`)).catch(ignoreMissing)
      continue
    }
    await removeBelow(folder, top + 1)
    return { owned: holdLock(folder, top + 1, me, now) }
  }
  throw new Error(`the owner of \`${folder}\` changes too quickly`)
}

function holdLock(folder: string, number: number, holder: Holder, now: () => number): OwnerLock {
  const path = join(folder, `owner.${number}`)
  const heartbeat = setInterval(() => {
    const at = new Date(now())
    // A missed beat is not an error: the process itself is the lock wherever it can be seen.
    utimes(path, at, at).catch(() => undefined)
  }, HEARTBEAT_MS)
  heartbeat.unref()
  return {
    holder,
    async release() {
      clearInterval(heartbeat)
      const temporary = join(folder, `release.${holder.nonce}`)
      await writeFile(temporary, JSON.stringify({ ...holder, isReleased: true }))
      await rename(temporary, path)
    },
  }
}

async function makeFile(folder: string, number: number, holder: Holder): Promise<boolean> {
  const temporary = join(folder, `claim.${holder.nonce}`)
  await writeFile(temporary, JSON.stringify(holder))
  try {
    await link(temporary, join(folder, `owner.${number}`))
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  } finally {
    await unlink(temporary)
  }
}

async function highest(folder: string): Promise<number> {
  const numbers = (await readdir(folder)).map((name) => /^owner\.(\d+)$/.exec(name)?.[1]).filter((text) => text)
  return Math.max(0, ...numbers.map(Number))
}

async function removeBelow(folder: string, number: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const own = /^owner\.(\d+)$/.exec(name)?.[1]
    if (own && Number(own) < number) await unlink(join(folder, name)).catch(ignoreMissing)
  }
}

/** Undefined when the file is gone by now, or is not a lock: link() makes files whole, so a torn one is not ours. */
async function readHolder(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, 'utf8').catch((error) => {
    ignoreMissing(error)
    return ''
  })
  try {
    return Holder.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

async function isAlive(
  folder: string,
  number: number,
  holder: Holder,
  me: Holder,
  now: () => number,
): Promise<boolean> {
  if (holder.isReleased) return false
  if (holder.scope === me.scope) return isRunning(holder)
  // The same machine after a restart has nobody of before.
  if (holder.host === me.host && bootOf(holder) !== bootOf(me)) return false
  const seen = await stat(join(folder, `owner.${number}`)).catch(ignoreMissing)
  return seen !== undefined && now() - seen.mtimeMs < SILENCE_MAX_MS
}

/** Whether the folder is still this holder's. For holders whose process can be seen from here. */
export async function isHolding(folder: string, holder: Holder): Promise<boolean> {
  const now = await readHolder(join(folder, `owner.${await highest(folder)}`))
  return now?.nonce === holder.nonce && !now.isReleased && (await isRunning(now))
}

/** Whether this very process, not a later one of its number, still runs. */
async function isRunning({ pid, startedAt }: Holder): Promise<boolean> {
  return (await startOf(pid)) === startedAt
}

async function describeProcess(nonce: string): Promise<Holder> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => 'no boot id')
  const namespace = await readlink('/proc/self/ns/pid').catch(() => hostname())
  const startedAt = (await startOf(process.pid)) ?? 'unknown'
  return {
    pid: process.pid,
    startedAt,
    scope: `${boot.trim()} ${namespace}`,
    host: hostname(),
    nonce,
    isReleased: false,
  }
}

function bootOf({ scope }: Holder): string {
  return scope.slice(0, scope.lastIndexOf(' '))
}

/** Undefined when there is no such process. A zombie has ended, only its parent has not noticed. */
async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') {
    const { code, output } = await runCommand('ps', ['-o', 'lstart=', '-p', String(pid)])
    return code === 0 ? output.trim() : undefined
  }
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  // The name in parentheses may hold anything, so the fields are counted from its end.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' ? undefined : fields[19]
}

function ignoreMissing(error: unknown): undefined {
  if (errorCode(error) !== 'ENOENT') throw error
  return undefined
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
