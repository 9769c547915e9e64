'use client'
// The progress of the tour in the browser. Whoever shows it, the panel and the page, hears of each change at once.

import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { readProgress, TOUR_COOKIE, type TourProgress, writeProgress } from './tour-progress.ts'

const KEPT_SECONDS = 365 * 86_400
const CHANGED = 'lockness-tour'

export interface Tour {
  readonly progress: TourProgress
  readonly set: (progress: TourProgress) => void
}

/** `first` is what the server has read. */
export function useTour(first: string | undefined): Tour {
  const text = useSyncExternalStore(listen, cookieText, () => first)
  const progress = useMemo(() => readProgress(text), [text])
  const set = useCallback((next: TourProgress) => {
    const secure = location.protocol === 'https:' ? '; secure' : ''
    // biome-ignore lint/suspicious/noDocumentCookie: the newer way is not in all browsers that we know
    document.cookie = `${TOUR_COOKIE}=${writeProgress(next)}; path=/; max-age=${KEPT_SECONDS}; samesite=lax${secure}`
    window.dispatchEvent(new Event(CHANGED))
  }, [])
  return { progress, set }
}

function listen(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener)
  return () => window.removeEventListener(CHANGED, listener)
}

function cookieText(): string | undefined {
  return new RegExp(`(?:^|; )${TOUR_COOKIE}=([^;]*)`).exec(document.cookie)?.[1]
}
