// A thread that answers, and that a test can spoil: told so on a channel, it fails, or does nothing any more.

import { threadId } from 'node:worker_threads'

export interface Fault {
  readonly threadId: number
  readonly fault: 'crash' | 'hang'
}

const channel = new BroadcastChannel('faults')
channel.onmessage = (event) => {
  const { threadId: wanted, fault } = (event as { readonly data: Fault }).data
  if (wanted !== threadId) return
  if (fault === 'crash') setImmediate(() => process.nextTick(() => fail()))
  else for (;;);
}
channel.unref()
await import('../src/thread.ts')

function fail(): never {
  throw new Error('this thread was spoilt')
}
