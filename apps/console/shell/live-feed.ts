// What happens to a store, as it happens, over one connection for all tabs of a browser: the tab that holds the lock
// watches and tells the others, and when it is closed another one takes its place. A browser opens six connections to a
// site, and a stream keeps one for ever; without this the seventh tab would wait for an answer that never comes.

import type { Client } from '@lockness/client'

export type LiveState = 'connecting' | 'live' | 'away' | 'off'

export type StoreEvent = Client['store']['watch'] extends (...given: never[]) => AsyncIterable<infer Event>
  ? Event
  : never

export interface Live {
  readonly state: LiveState
  /** The newest revision that is known of; undefined before the first is. */
  readonly revision: number | undefined
  /** Where to go on when another tab takes over, so that nothing is missed in between. */
  readonly token?: string | undefined
}

export interface FeedListener {
  changed(live: Live): void
  happened(event: StoreEvent): void
}

type Told = { readonly hello: true } | { readonly live: Live } | { readonly event: StoreEvent }

/** A cut that is mended sooner is not worth a word. */
const AWAY_AFTER_MS = 2_500
const AGAIN_MS = 2_000

/** Until the signal. */
export function followStore(client: Client, store: string, listener: FeedListener, signal: AbortSignal): void {
  const channel = new BroadcastChannel(`lockness-live-${store}`)
  let live: Live = { state: 'connecting', revision: undefined }
  let isLeader = false
  const set = (change: Partial<Live>) => {
    live = { ...live, ...change }
    if (isLeader) channel.postMessage({ live } satisfies Told)
    listener.changed(live)
  }
  channel.onmessage = ({ data }: MessageEvent<Told>) => {
    if ('hello' in data) isLeader && channel.postMessage({ live } satisfies Told)
    else if (isLeader) return
    else if ('live' in data) set(data.live)
    else listener.happened(data.event)
  }
  signal.addEventListener('abort', () => channel.close(), { once: true })
  channel.postMessage({ hello: true } satisfies Told)
  const lead = async () => {
    isLeader = true
    await watchForever(client, store, signal, { set, from: () => live.token }, (event) => {
      channel.postMessage({ event } satisfies Told)
      listener.happened(event)
    })
  }
  // Without locks, which old browsers lack and plain http gives to this machine only, each tab watches for itself.
  const leading = navigator.locks ? navigator.locks.request(`lockness-live-${store}`, { signal }, lead) : lead()
  leading.catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
}

async function watchForever(
  client: Client,
  store: string,
  signal: AbortSignal,
  { set, from }: { readonly set: (change: Partial<Live>) => void; readonly from: () => string | undefined },
  happened: (event: StoreEvent) => void,
): Promise<void> {
  let gone: ReturnType<typeof setTimeout> | undefined
  const lost = () => {
    gone ??= setTimeout(() => set({ state: 'away' }), AWAY_AFTER_MS)
  }
  const found = () => {
    clearTimeout(gone)
    gone = undefined
  }
  signal.addEventListener('abort', found, { once: true })
  while (!signal.aborted) {
    let hasBegun = false
    try {
      for await (const event of client.store.watch({ store, token: from() }, { signal, onInterrupted: lost })) {
        found()
        hasBegun = true
        const revision = 'revision' in event && { revision: event.revision }
        set({ state: 'live', ...revision, token: 'token' in event ? event.token : undefined })
        happened(event)
      }
    } catch (error) {
      if (signal.aborted) return
      // What this key may not watch, or what is no more, will not be otherwise in a while. A stream that is ended is asked
      // for once more: the key may have been revoked, which is told then, and the client leads to where one signs in.
      if (!hasBegun && isFinal(error)) return set({ state: 'off' })
      // A server that answers may have refused the place to go on from.
      if (statusOf(error) !== undefined) set({ token: undefined })
      lost()
    }
    await pause(AGAIN_MS, signal)
  }
}

function isFinal(error: unknown): boolean {
  const status = statusOf(error)
  return status === 403 || status === 404 || status === 400
}

function statusOf(error: unknown): unknown {
  return error instanceof Error && 'status' in error ? error.status : undefined
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
