// A thread that answers beside others: see threads/threads.ts. It begins with what its thread data says and ends when it
// is told to, or with the first failure that nobody caught; then it is replaced.

import { parentPort, workerData } from 'node:worker_threads'
import { assert } from './errors.ts'
import { openServing } from './serving.ts'
import { type FromThread, processClock, type ThreadOptions, type ToThread } from './threads/messages.ts'
import { openThreadStore } from './threads/thread-store.ts'

const BEAT_MS = 250

assert(parentPort, 'it runs in a thread of its own')
const port = parentPort
const {
  connection,
  installation,
  host,
  port: wanted,
  threads,
  threadNumber,
  serving,
  beats,
} = workerData as ThreadOptions
setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS)

const send = (message: FromThread) => port.postMessage(message)
const store = openThreadStore({ connection, installation }, send)
port.on('message', (message: ToThread) => {
  if (!('tell' in message)) store.take(message)
  else if (message.tell === 'metrics') tellMetrics(message.round).catch(failed)
  else (message.tell === 'end' ? end() : shut()).catch(failed)
})

const report = (message: string) => send({ tell: 'report', message })
const { feed, gather } = store
const opened = openServing({ ...serving, store, feed, gather, threads, threadNumber, nowMs: processClock(), report })
opened.catch(failed)
const { listen, closeDoor, close } = await opened
send({ tell: 'listening', url: await listen({ host, port: wanted, reusePort: true }) })

async function tellMetrics(round: number): Promise<void> {
  const { metrics } = await opened
  send({ tell: 'metrics', round, metrics: await metrics.count() })
}

async function shut(): Promise<void> {
  await closeDoor()
  send({ tell: 'shut' })
}

async function end(): Promise<void> {
  await close()
  await store.close()
  process.exit(0)
}

function failed(error: unknown): void {
  report(String(error))
  process.exit(1)
}
