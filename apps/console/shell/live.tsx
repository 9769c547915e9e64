'use client'
// What happens to the current store, for whoever wants to know: `useLive()` says whether one hears of it at all,
// `useRevision()` how far the store has come, `useChanges()` each change, and `useRefreshOnChange()` draws a page that
// came from the server anew, a moment after something has changed.

import { useRouter } from 'next/navigation'
import {
  createContext,
  type ReactNode,
  startTransition,
  use,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { useClient } from '#session/browser-client.tsx'
import { useCurrentStore } from './current-store.ts'
import { followStore, type Live, type StoreEvent } from './live-feed.ts'

interface Feed extends Live {
  /** Returns how to stop hearing. */
  hear(listener: (event: StoreEvent) => void): () => void
  /** Does not wait for the next try. */
  tryNow(): void
}

const LiveFeed = createContext<Feed | undefined>(undefined)
const REFRESH_AFTER_MS = 400
const BEGINNING: Live = { state: 'connecting', revision: undefined }

export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient()
  const store = useCurrentStore()?.id
  const [live, setLive] = useState<Live>(BEGINNING)
  const [round, setRound] = useState(0)
  const listeners = useRef(new Set<(event: StoreEvent) => void>())
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is a new try
  useEffect(() => {
    if (store === undefined) return setLive({ state: 'off', revision: undefined })
    const ending = new AbortController()
    setLive((before) => (before.state === 'away' ? { ...before, revision: undefined } : BEGINNING))
    const happened = (event: StoreEvent) => {
      for (const listener of listeners.current) listener(event)
    }
    followStore(client, store, { changed: setLive, happened }, ending.signal)
    return () => ending.abort()
  }, [client, store, round])
  const hear = useCallback((listener: (event: StoreEvent) => void) => {
    listeners.current.add(listener)
    return () => void listeners.current.delete(listener)
  }, [])
  const tryNow = useCallback(() => setRound((before) => before + 1), [])
  const feed = useMemo(() => ({ ...live, hear, tryNow }), [live, hear, tryNow])
  return <LiveFeed value={feed}>{children}</LiveFeed>
}

export function useLive(): Feed {
  const feed = use(LiveFeed)
  if (!feed) throw new Error('there is no frame around this: nothing is heard of')
  return feed
}

/** Of the current store; undefined until it is known. */
export function useRevision(): number | undefined {
  return useLive().revision
}

/** Calls with each change of the current store, as it comes. */
export function useChanges(listener: (event: StoreEvent) => void): void {
  const { hear } = useLive()
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  })
  useEffect(() => hear((event) => latest.current(event)), [hear])
}

/** Several changes at once are one; what is on the page stays until the new is there. */
export function useRefreshOnChange(): void {
  const router = useRouter()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useChanges(({ type }) => {
    if (type === 'checkpoint') return
    clearTimeout(timer.current)
    timer.current = setTimeout(() => startTransition(() => router.refresh()), REFRESH_AFTER_MS)
  })
  useEffect(() => () => clearTimeout(timer.current), [])
}
