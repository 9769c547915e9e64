// The store as an answering thread has it: connections of its own for what it reads and for the transactions of its
// commands, and the other thread for everything that is done once for all of them: reading the log, appending to it,
// telling other nodes.

import { Graph } from '@lockness/authz'
import type { Feed, FeedEvents, Line } from '../access/access.ts'
import type { Revision } from '../store/append.ts'
import { openDatabase } from '../store/database.ts'
import type { Store } from '../store/store.ts'
import {
  type Ask,
  bufferOf,
  type FromThread,
  failureOf,
  type LineEvent,
  type ThreadOptions,
  type ToThread,
  unpackPosition,
} from './messages.ts'

export interface ThreadStore
  extends Pick<Store, 'database' | 'connection' | 'installation' | 'appender'>,
    Pick<Store, 'committed' | 'onCommitted' | 'close'> {
  readonly feed: Feed
  /** What all threads have counted. */
  gather(): Promise<readonly object[]>
  /** A message from the thread that reads the log. */
  take(message: ToThread): void
}

/** A command holds one for as long as it lasts; commands are few. */
const CONNECTIONS_MAX = 4

type Unnumbered<A> = A extends unknown ? Omit<A, 'number'> : never

export function openThreadStore(
  options: Pick<ThreadOptions, 'connection' | 'installation'>,
  send: (message: FromThread) => void,
): ThreadStore {
  const { connection, installation } = options
  const report = (message: string) => send({ tell: 'report', message })
  const database = openDatabase({ connection, connectionsMax: CONNECTIONS_MAX, report })
  const asked = new Asked(send)
  const lines = new Map<number, FeedEvents>()
  const listeners: ((storeId: string) => void)[] = []
  const whenBroken: (() => void)[] = []
  let lastLine = 0
  /** What was told of a line is taken in one after the other, also when that takes a while. */
  const order = new Map<number, Promise<void>>()

  function hear(line: number, event: LineEvent): void {
    const events = lines.get(line)
    if (!events) return
    const next = (order.get(line) ?? Promise.resolve()).then(() => tellReplica(events, event))
    order.set(
      line,
      next.catch((error) => {
        lines.delete(line)
        send({ tell: 'close', line })
        events.onEnd(String(error))
      }),
    )
  }

  const feed: Feed = {
    async open(storeId, events): Promise<Line> {
      const line = ++lastLine
      lines.set(line, events)
      const close = () => {
        lines.delete(line)
        order.delete(line)
      }
      try {
        await asked.ask({ ask: 'open', line, storeId })
        await order.get(line)
      } catch (error) {
        close()
        throw error
      }
      return {
        hint: () => send({ tell: 'hint', line }),
        async poll() {
          await asked.ask({ ask: 'poll', line })
          await order.get(line)
        },
        async stop() {
          if (lines.has(line)) send({ tell: 'close', line })
          close()
        },
      }
    },
  }

  return {
    database: {
      ...database,
      // Its own connections come and go; the other thread always has some.
      onBroken(listener) {
        whenBroken.push(listener)
        database.onBroken(listener)
      },
    },
    connection,
    installation: { ...installation, tokenKey: bufferOf(installation.tokenKey) },
    feed,
    appender: {
      async append(storeId, write) {
        return unpackPosition((await asked.ask({ ask: 'append', storeId, write })) as Revision)
      },
    },
    gather: async () => (await asked.ask({ ask: 'metrics' })) as readonly object[],
    committed(storeId) {
      send({ tell: 'committed', storeId })
      for (const listener of listeners) listener(storeId)
    },
    onCommitted: (listener) => void listeners.push(listener),
    take(message) {
      if ('line' in message) hear(message.line, message.event)
      else if ('answer' in message) asked.take(message)
      else if ('isBroken' in message) for (const listener of whenBroken) listener()
    },
    close: () => database.close(),
  }
}

/** Questions to the other thread that wait for their answers. */
class Asked {
  private readonly send: (message: FromThread) => void
  private readonly waiting = new Map<number, PromiseWithResolvers<unknown>>()
  private last = 0

  constructor(send: (message: FromThread) => void) {
    this.send = send
  }

  ask(question: Unnumbered<Ask>): Promise<unknown> {
    const number = ++this.last
    const answer = Promise.withResolvers<unknown>()
    this.waiting.set(number, answer)
    this.send({ ...question, number } as Ask)
    return answer.promise
  }

  take(message: Extract<ToThread, { answer: number }>): void {
    const waiting = this.waiting.get(message.answer)
    this.waiting.delete(message.answer)
    if ('failed' in message) waiting?.reject(failureOf(message.failed))
    else waiting?.resolve(message.value)
  }
}

function tellReplica(events: FeedEvents, event: LineEvent): void | Promise<void> {
  switch (event.kind) {
    case 'start': {
      const chains = new Map([...event.chains].map(([revision, chain]) => [revision, bufferOf(chain)]))
      const position = unpackPosition(event.position)
      return events.onStart({ graph: Graph.attach(event.graph), position, versions: event.versions, chains })
    }
    case 'revisions':
      return events.onRevisions(event.entries.map(unpackPosition))
    case 'confirmed':
      return events.onConfirmed(unpackPosition(event.position), event.atMs)
    case 'merged':
      return events.onMerged(Graph.attach(event.graph))
    case 'end':
      return events.onEnd(event.why)
  }
}
