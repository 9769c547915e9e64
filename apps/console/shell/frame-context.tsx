'use client'
// What the server knows about who is signed in, for the parts of the frame.

import { createContext, type ReactNode, use } from 'react'
import type { Locale } from '#messages/locale.ts'
import type { StoreFacts } from './store-context.tsx'
import type { Theme } from './theme.ts'

export interface FrameFacts {
  readonly who: { readonly id: string; readonly name: string }
  readonly stores: readonly StoreFacts[]
  readonly hasMoreStores: boolean
  readonly lastStore: string | undefined
  readonly theme: Theme
  readonly locale: Locale
}

const Facts = createContext<FrameFacts | undefined>(undefined)

export function FrameProvider({ facts, children }: { readonly facts: FrameFacts; readonly children: ReactNode }) {
  return <Facts value={facts}>{children}</Facts>
}

export function useFrame(): FrameFacts {
  const facts = use(Facts)
  if (!facts) throw new Error('there is no frame around this: nobody is signed in')
  return facts
}
