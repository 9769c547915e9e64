// Where one answering thread is served by the thread that reads the log: it is told of the stores it has opened, and what
// it wants to be written goes through the one appender, so that the writes of all threads share their commits.

import type { MessagePort, Worker } from 'node:worker_threads'
import type { FeedEvents, Replicas } from '../access/access.ts'
import type { Store } from '../store/store.ts'
import type { Position } from '../store/tail.ts'
import { type Ask, describeFailure, type FromThread, type LineEvent, packPosition, type ToThread } from './messages.ts'

export interface DeskOptions {
  readonly port: Pick<Worker | MessagePort, 'postMessage'>
  readonly replicas: Pick<Replicas, 'open'>
  readonly store: Pick<Store, 'appender' | 'committed'>
  /** What all threads have counted. */
  readonly gather: () => Promise<readonly object[]>
}

/** A store that the thread follows. */
interface OpenLine {
  readonly storeId: string
  readonly poll: () => Promise<void>
  readonly hint: () => void
  readonly stop: () => void
}

/** That nothing has changed is told so often, or when it is asked. */
const CONFIRM_EVERY_MS = 100

export class ThreadDesk {
  private readonly options: DeskOptions
  private readonly lines = new Map<number, OpenLine>()
  private isStopped = false

  constructor(options: DeskOptions) {
    this.options = options
  }

  take(message: FromThread): void {
    if ('ask' in message) {
      this.answer(message).then(
        (value) => this.send({ answer: message.number, value }),
        (error) => this.send({ answer: message.number, failed: describeFailure(error) }),
      )
    } else if (message.tell === 'hint') this.lines.get(message.line)?.hint()
    else if (message.tell === 'close') this.close(message.line)
    else if (message.tell === 'committed') this.options.store.committed(message.storeId)
  }

  /** The thread is gone. */
  stop(): void {
    this.isStopped = true
    for (const line of [...this.lines.keys()]) this.close(line)
  }

  private async answer(message: Ask): Promise<unknown> {
    if (message.ask === 'append') {
      return packPosition(await this.options.store.appender.append(message.storeId, message.write))
    }
    if (message.ask === 'metrics') return this.options.gather()
    if (message.ask === 'open') return this.open(message.line, message.storeId)
    return this.lines.get(message.line)?.poll()
  }

  private async open(number: number, storeId: string): Promise<void> {
    const replica = await this.options.replicas.open(storeId)
    if (this.isStopped) return
    const confirmation = new Confirmation((event) => this.tell(number, event))
    const unsubscribe = replica.subscribe(this.eventsFor(number, confirmation))
    const line = {
      storeId,
      hint: () => replica.hint(),
      async poll() {
        await replica.poll()
        confirmation.tellNow()
      },
      stop() {
        unsubscribe()
        confirmation.stop()
      },
    }
    this.lines.set(number, line)
    // What is known here is told with its age. While the database is away, that is all there is.
    confirmation.tellNow()
  }

  private eventsFor(number: number, confirmation: Confirmation): FeedEvents {
    return {
      onStart: ({ graph, position, versions, chains }) => {
        const packed = new Map([...chains].map(([revision, chain]) => [revision, Uint8Array.from(chain)]))
        const start = { graph: graph.share(), position: packPosition(position), versions, chains: packed }
        this.tell(number, { kind: 'start', ...start })
      },
      onRevisions: (entries) => this.tell(number, { kind: 'revisions', entries: entries.map(packPosition) }),
      onConfirmed: (position, atMs) => confirmation.note(position, atMs),
      onMerged: (graph) => this.tell(number, { kind: 'merged', graph: graph.share() }),
      onEnd: (why) => {
        this.close(number)
        this.tell(number, { kind: 'end', why })
      },
    }
  }

  private close(number: number): void {
    this.lines.get(number)?.stop()
    this.lines.delete(number)
  }

  private tell(line: number, event: LineEvent): void {
    this.send({ line, event })
  }

  private send(message: ToThread): void {
    if (!this.isStopped) this.options.port.postMessage(message)
  }
}

/** The last confirmation of a line, told when there has been time for some. */
class Confirmation {
  private readonly tell: (event: LineEvent) => void
  private last: { readonly position: Position; readonly atMs: number } | undefined
  private timer: NodeJS.Timeout | undefined

  constructor(tell: (event: LineEvent) => void) {
    this.tell = tell
  }

  note(position: Position, atMs: number): void {
    this.last = { position, atMs }
    this.timer ??= setTimeout(() => this.tellNow(), CONFIRM_EVERY_MS)
  }

  tellNow(): void {
    this.stop()
    if (this.last) this.tell({ kind: 'confirmed', ...this.last, position: packPosition(this.last.position) })
    this.last = undefined
  }

  stop(): void {
    clearTimeout(this.timer)
    this.timer = undefined
  }
}
