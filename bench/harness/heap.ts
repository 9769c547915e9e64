// Memory as the operating system sees it, after garbage has been collected. Needs `--expose-gc`, which `bench/main.ts`
// starts itself with.

import { setTimeout } from 'node:timers/promises'

/** Resident bytes once everything that is free has been given back. */
export async function residentBytes(): Promise<number> {
  for (let i = 0; i < COLLECTIONS; i++) {
    globalThis.gc?.()
    // Array buffers are freed by tasks that run after the collection.
    await setTimeout(20)
  }
  return process.memoryUsage.rss()
}

const COLLECTIONS = 4
