'use client'

// One clock for everything on the page that says how long ago something was. It ticks only while somebody listens.

import { useSyncExternalStore } from 'react'

const TICK_MS = 10_000

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let now = Date.now()

/** The time in milliseconds, new every ten seconds. */
export function useNow(): number {
  return useSyncExternalStore(listen, () => now, lastTick)
}

/** On the server nobody listens, and the page is hydrated with what it was rendered with, as nearly always. */
function lastTick(): number {
  return Math.floor(Date.now() / TICK_MS) * TICK_MS
}

function listen(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = Date.now()
    timer = setInterval(tick, TICK_MS)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(timer)
  }
}

function tick(): void {
  now = Date.now()
  for (const listener of listeners) listener()
}
