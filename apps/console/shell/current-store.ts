'use client'
// The store that the frame is about: the one of the page, else the one that was looked at last, else the first.

import { usePathname } from 'next/navigation'
import { useEffect } from 'react'
import { useFrame } from './frame-context.tsx'
import { storeAt } from './rooms.ts'
import type { StoreFacts } from './store-context.tsx'
import { STORE_COOKIE } from './store-cookie.ts'

const KEPT_SECONDS = 365 * 86_400

/** Undefined: there is none that this key reaches. */
export function useCurrentStore(): StoreFacts | undefined {
  const { stores, lastStore } = useFrame()
  const id = storeAt(usePathname()) ?? lastStore
  if (id === undefined) return stores[0]
  const known = stores.find((store) => store.id === id)
  // A key may reach a store that it may not list; one that it may list, and is not there, is gone.
  const isGone = id === lastStore && stores.length > 0
  return known ?? (isGone ? stores[0] : { id, name: id })
}

/** Keeps which store was looked at last, for the pages that are about none. */
export function useRememberStore(): void {
  const id = storeAt(usePathname())
  useEffect(() => {
    if (id === undefined) return
    const secure = location.protocol === 'https:' ? '; secure' : ''
    // biome-ignore lint/suspicious/noDocumentCookie: the newer way is not in all browsers that we know
    document.cookie = `${STORE_COOKIE}=${encodeURIComponent(id)}; path=/; max-age=${KEPT_SECONDS}; samesite=lax${secure}`
  }, [id])
}
