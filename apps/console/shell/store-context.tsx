'use client'
// The store that the page is about, for its client components.

import { createContext, type ReactNode, use } from 'react'

export interface StoreFacts {
  readonly id: string
  readonly name: string
}

const CurrentStore = createContext<StoreFacts | undefined>(undefined)

export function StoreProvider({ store, children }: { readonly store: StoreFacts; readonly children: ReactNode }) {
  return <CurrentStore value={store}>{children}</CurrentStore>
}

export function useStore(): StoreFacts {
  const store = use(CurrentStore)
  if (!store) throw new Error('this page is about no store')
  return store
}
