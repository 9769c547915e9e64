// The console inside of the server: a thread that renders pages, a private socket that the listeners pass requests to,
// and the links that sign somebody in. It is a guest: when it fails it is started again, after a pause that grows, and
// the API never notices.

import { hkdfSync } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Worker } from 'node:worker_threads'
import type { SessionKey, SignInLinks } from './sign-in-links.ts'

export { createReverseProxy } from './reverse-proxy.ts'
export { SignInLinks } from './sign-in-links.ts'

export interface ConsoleFiles {
  /** The file of its thread. */
  readonly entry: URL
  /** Of its build. */
  readonly folder: string
}

export interface ConsoleOptions extends ConsoleFiles {
  readonly links: SignInLinks
  /** Of the installation: sessions are sealed by what is made from it, on every node alike. */
  readonly installationKey: Buffer
  readonly publicOrigin: string | undefined
  readonly report: (message: string) => void
}

export interface Console {
  readonly socketPath: string
  /** Begins with the address of the API. Resolves when pages are answered, or when the first try has failed. */
  begin(url: string): Promise<void>
  close(): Promise<void>
}

const PAUSE_MIN_MS = 250
const PAUSE_MAX_MS = 15_000
const STEADY_MS = 30_000
const END_MS_MAX = 5_000
const HEAP_MB_MAX = 768

export function prepareConsole(options: ConsoleOptions): Console {
  return new ConsoleThread(options)
}

type FromConsole = { readonly tell: 'listening' } | { readonly redeem: number; readonly code: string }

class ConsoleThread implements Console {
  readonly socketPath: string
  private readonly options: ConsoleOptions
  private readonly place: string | undefined
  private worker: Worker | undefined
  private url = ''
  private isEnding = false
  private pauseMs = PAUSE_MIN_MS
  private timer: NodeJS.Timeout | undefined

  constructor(options: ConsoleOptions) {
    this.options = options
    if (process.platform === 'win32') this.socketPath = `\\\\.\\pipe\\lockness-console-${process.pid}-${Date.now()}`
    else {
      this.place = mkdtempSync(join(tmpdir(), 'lockness-'))
      chmodSync(this.place, 0o700)
      this.socketPath = join(this.place, 'console')
    }
  }

  begin(url: string): Promise<void> {
    this.url = url
    return this.start()
  }

  async close(): Promise<void> {
    this.isEnding = true
    clearTimeout(this.timer)
    const { worker } = this
    if (worker) {
      const gone = new Promise((resolve) => worker.once('exit', resolve))
      worker.postMessage({ tell: 'end' })
      const late = setTimeout(() => void worker.terminate(), END_MS_MAX)
      await gone
      clearTimeout(late)
    }
    if (this.place) rmSync(this.place, { recursive: true, force: true })
  }

  private start(): Promise<void> {
    const { entry, folder, report } = this.options
    const { promise, resolve } = Promise.withResolvers<void>()
    const begunMs = performance.now()
    if (this.place) rmSync(this.socketPath, { force: true })
    const worker = new Worker(entry, {
      workerData: { folder, socketPath: this.socketPath },
      env: this.environment(),
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX },
    })
    this.worker = worker
    // What goes well is of no interest to anybody.
    worker.stdout.resume()
    createInterface({ input: worker.stderr }).on('line', (line) => line.trim() !== '' && report(`console: ${line}`))
    worker.on('message', (message: FromConsole) => {
      if ('redeem' in message) void this.redeem(worker, message.redeem, message.code)
      else resolve()
    })
    worker.on('error', (error) => report(`the console failed: ${error instanceof Error ? error.stack : String(error)}`))
    worker.once('exit', () => {
      this.worker = undefined
      resolve()
      if (!this.isEnding) this.again(performance.now() - begunMs > STEADY_MS)
    })
    return promise
  }

  private again(wasSteady: boolean): void {
    this.pauseMs = wasSteady ? PAUSE_MIN_MS : Math.min(this.pauseMs * 2, PAUSE_MAX_MS)
    this.options.report(`the console ended and is started again in ${this.pauseMs} ms`)
    this.timer = setTimeout(() => void this.start(), this.pauseMs)
  }

  private async redeem(worker: Worker, number: number, code: string): Promise<void> {
    let found: SessionKey | undefined
    try {
      found = await this.options.links.redeem(code)
    } catch (error) {
      this.options.report(`no key could be made for a sign-in link: ${String(error)}`)
    }
    worker.postMessage({ redeemed: number, found })
  }

  /** Nothing of the server's own environment, which has secrets in it. */
  private environment(): Record<string, string> {
    const { installationKey, publicOrigin } = this.options
    const secret = hkdfSync('sha256', installationKey, '', 'lockness console sessions', 32)
    return {
      NO_COLOR: '1',
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      LOCKNESS_URL: this.url,
      LOCKNESS_CONSOLE_SECRET: Buffer.from(secret).toString('base64url'),
      ...(publicOrigin !== undefined && { LOCKNESS_PUBLIC_ORIGIN: publicOrigin }),
    }
  }
}
