// The threads that answer. Each listens on the same port, and the kernel deals out the connections; the graph's base lies
// in memory that all of them read, what changed since is in each of them. This thread reads the log once for all and
// appends for all, and answers nothing itself, so that neither waits for a question. A thread that crashes is replaced,
// and so is one that is stuck: its heart stops beating.

import { createServer } from 'node:net'
import { Worker } from 'node:worker_threads'
import type { Replicas } from '../access/access.ts'
import { AppError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import type { FromThread, ThreadOptions, ToThread } from './messages.ts'
import { ThreadDesk } from './thread-desk.ts'

export interface ThreadsOptions extends Pick<ThreadOptions, 'host' | 'threads' | 'serving'> {
  /** 0: any that is free. */
  readonly port: number
  readonly store: Store
  readonly replicas: Replicas
  /** The file of a thread. */
  readonly entry: URL
  readonly report: (message: string) => void
}

export interface Threads {
  readonly url: string
  /** Numbers of the threads that answer now, for those who look after them. */
  running(): number[]
  /** Lets all of them answer what has arrived, then ends them. */
  close(): Promise<void>
}

/** Elsewhere the kernel does not deal out the connections of a port. */
export function canShareAPort(platform: string): boolean {
  return platform === 'linux' || platform === 'freebsd'
}

const LOOK_EVERY_MS = 500
/** Looks without a beat in between, after which a thread is taken for stuck: five seconds. */
const LOOKS_WITHOUT_BEAT_MAX = 10
const PAUSE_MIN_MS = 50
const PAUSE_MAX_MS = 5_000
/** Who runs for so long has not failed at once. */
const STEADY_MS = 10_000
const GATHER_MS_MAX = 1_000
/** Longer than a listener lingers. */
const SHUT_MS_MAX = 8_000
/** Longer than a listener takes to drain. */
const END_MS_MAX = 40_000

export async function openThreads(options: ThreadsOptions): Promise<Threads> {
  await requireFree(options.host, options.port)
  const slots: Slot[] = []
  const rounds = new Rounds(() => slots)
  options.store.database.onBroken(() => {
    for (const slot of slots) slot.send({ isBroken: true })
  })
  const addSlot = () => slots.push(new Slot(options, slots.length, rounds))
  addSlot()
  try {
    const url = await slots[0]!.begin(options.port)
    const port = Number(new URL(url).port)
    for (let i = 1; i < options.threads; i++) addSlot()
    await Promise.all(slots.slice(1).map((slot) => slot.begin(port)))
    const looking = setInterval(() => {
      for (const slot of slots) slot.look()
    }, LOOK_EVERY_MS)
    looking.unref()
    return {
      url,
      running: () => slots.flatMap(({ threadId }) => threadId ?? []),
      async close() {
        clearInterval(looking)
        // All doors first: whoever is sent away from one must not come in by another that is about to close.
        await Promise.all(slots.map((slot) => slot.shut()))
        await Promise.all(slots.map((slot) => slot.end()))
      },
    }
  } catch (error) {
    await Promise.all(slots.map((slot) => slot.end()))
    throw error
  }
}

/** The place of one thread, and of those that come after it. */
class Slot {
  private readonly options: ThreadsOptions
  private readonly threadNumber: number
  private readonly rounds: Rounds
  private current: { readonly worker: Worker; readonly beats: Int32Array; readonly begunMs: number } | undefined
  private port = 0
  private lastBeat = -1
  private looks = 0
  private pauseMs = PAUSE_MIN_MS
  private isEnding = false
  private timer: NodeJS.Timeout | undefined
  private gone: Promise<void> = Promise.resolve()
  private hasShut: () => void = () => undefined

  constructor(options: ThreadsOptions, threadNumber: number, rounds: Rounds) {
    this.options = options
    this.threadNumber = threadNumber
    this.rounds = rounds
  }

  get threadId(): number | undefined {
    return this.current?.worker.threadId
  }

  /** Resolves with the address when it listens. */
  begin(port: number): Promise<string> {
    const { store, replicas, host, threads, serving, entry, report } = this.options
    this.port = port
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const beats = new Int32Array(new SharedArrayBuffer(4))
    const { connection, installation } = store
    const workerData: ThreadOptions = {
      connection,
      installation,
      host,
      port,
      threads,
      threadNumber: this.threadNumber,
      serving,
      beats,
    }
    const worker = new Worker(entry, { workerData })
    const desk = new ThreadDesk({ port: worker, replicas, store, gather: () => this.rounds.gather() })
    this.current = { worker, beats, begunMs: performance.now() }
    this.looks = 0
    worker.on('message', (message: FromThread) => {
      if ('tell' in message && message.tell === 'listening') resolve(message.url)
      else if ('tell' in message && message.tell === 'shut') this.hasShut()
      else if ('tell' in message && message.tell === 'metrics') this.rounds.take(message.round, message.metrics)
      else if ('tell' in message && message.tell === 'report') report(message.message)
      else desk.take(message)
    })
    worker.on('error', (error) => {
      report(`a thread failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
      reject(error)
    })
    this.gone = new Promise((isGone) => {
      worker.on('exit', () => {
        desk.stop()
        reject(new AppError('unavailable', 'a thread ended before it listened'))
        this.replace()
        isGone()
      })
    })
    return promise
  }

  send(message: ToThread): boolean {
    this.current?.worker.postMessage(message)
    return this.current !== undefined
  }

  /** A thread that is given no time by the machine is given none of these looks either. */
  look(): void {
    if (!this.current || this.isEnding) return
    const beat = Atomics.load(this.current.beats, 0)
    this.looks = beat === this.lastBeat ? this.looks + 1 : 0
    this.lastBeat = beat
    if (this.looks < LOOKS_WITHOUT_BEAT_MAX) return
    this.options.report('a thread is stuck: it is ended and replaced')
    this.looks = 0
    void this.current.worker.terminate()
  }

  /** Resolves when the thread takes no connection any more, or is gone. */
  async shut(): Promise<void> {
    this.isEnding = true
    clearTimeout(this.timer)
    const shut = new Promise<void>((resolve) => {
      this.hasShut = resolve
    })
    // One that does not hear this will not hear that it should end either.
    const late = setTimeout(() => void this.current?.worker.terminate(), SHUT_MS_MAX)
    this.send({ tell: 'shut' })
    await Promise.race([shut, this.gone])
    clearTimeout(late)
  }

  async end(): Promise<void> {
    this.isEnding = true
    clearTimeout(this.timer)
    const worker = this.current?.worker
    if (!worker) return
    worker.postMessage({ tell: 'end' } satisfies ToThread)
    const late = setTimeout(() => void worker.terminate(), END_MS_MAX)
    await this.gone
    clearTimeout(late)
  }

  private replace(): void {
    const { current } = this
    this.current = undefined
    if (this.isEnding || !current) return
    const isSteady = performance.now() - current.begunMs > STEADY_MS
    this.pauseMs = isSteady ? PAUSE_MIN_MS : Math.min(this.pauseMs * 2, PAUSE_MAX_MS)
    this.options.report(`a thread ended and is replaced in ${this.pauseMs} ms`)
    this.timer = setTimeout(() => {
      // Should it end before it listens, its exit brings us back here.
      this.begin(this.port).catch(() => undefined)
    }, this.pauseMs)
  }
}

/** Rounds in which all threads are asked what they have counted. */
class Rounds {
  private readonly slots: () => readonly Slot[]
  private readonly open = new Map<number, { left: number; readonly got: object[]; readonly done: () => void }>()
  private last = 0

  constructor(slots: () => readonly Slot[]) {
    this.slots = slots
  }

  /** Of those that answer in time. */
  async gather(): Promise<readonly object[]> {
    const round = ++this.last
    const { promise, resolve } = Promise.withResolvers<void>()
    const got: object[] = []
    const left = this.slots().filter((slot) => slot.send({ tell: 'metrics', round })).length
    this.open.set(round, { left, got, done: resolve })
    const late = setTimeout(resolve, GATHER_MS_MAX)
    await promise
    clearTimeout(late)
    this.open.delete(round)
    return got
  }

  take(round: number, metrics: object): void {
    const open = this.open.get(round)
    if (open && open.got.push(metrics) === open.left) open.done()
  }
}

/** A port that threads share could be shared with a stranger as well, and nobody would notice. */
async function requireFree(host: string, port: number): Promise<void> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject)
    probe.listen({ host, port, exclusive: true }, resolve)
  })
  await new Promise((resolve) => probe.close(resolve))
}
