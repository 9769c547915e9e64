// Nodes as processes: started, asked, killed, ended.

import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Failpoint } from './failpoint.ts'
import { remember } from './leftovers.ts'

export const ROOT_KEY = 'a-root-key-for-faults-only'

const ENTRY = fileURLToPath(new URL('./node.ts', import.meta.url))
const START_MAX_MS = 60_000
const SAID_CHARS_MAX = 20_000

export interface NodeOptions {
  /** Where its proxy listens. */
  readonly port: number
  readonly stalenessMsMax?: number
  readonly threads?: number
  /** Where it is killed. */
  readonly failpoint?: Failpoint
}

export interface NodeProcess {
  readonly url: string
  readonly pid: number
  isAlive(): boolean
  /** What it has said last. */
  said(): string
  kill(): Promise<void>
  /** SIGTERM; resolves to its exit code. */
  end(): Promise<number | null>
}

export async function startNode(wanted: NodeOptions): Promise<NodeProcess> {
  const { port, stalenessMsMax = 5_000, threads = 1, failpoint } = wanted
  const databaseUrl = `postgresql://lockness@127.0.0.1:${port}/postgres`
  const options = JSON.stringify({ databaseUrl, rootKey: ROOT_KEY, stalenessMsMax, threads, failpoint })
  return startProcess([ENTRY, options])
}

/** A program that says on its first line, in JSON, at which `url` it answers. */
export async function startProcess(args: readonly string[]): Promise<NodeProcess> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { LOCKNESS_ROOT_KEY: ROOT_KEY },
  })
  let said = ''
  const tell = (text: Buffer) => (said = (said + text.toString('utf8')).slice(-SAID_CHARS_MAX))
  child.stderr.on('data', tell)
  const forget = remember(() => child.kill('SIGKILL'))
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  void ended.then(forget)
  const url = await firstLine(child, () => said)
  return {
    url,
    pid: child.pid ?? 0,
    isAlive: () => child.exitCode === null && child.signalCode === null,
    said: () => said,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    end() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

function firstLine(child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const fail = (why: string) => {
      child.kill('SIGKILL')
      reject(new Error(`a node ${why}: ${said()}`))
    }
    const timer = setTimeout(() => fail('did not become ready'), START_MAX_MS)
    child.once('exit', (code) => {
      clearTimeout(timer)
      fail(`ended with ${code} before it was ready`)
    })
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8')
      const end = text.indexOf('\n')
      if (end < 0) return
      clearTimeout(timer)
      resolve((JSON.parse(text.slice(0, end)) as { url: string }).url)
      text = ''
    })
  })
}
