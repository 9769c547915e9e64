'use client'
// What a wish would do, asked of the server a moment after it was last changed.

import type { TuplePreviewOutput } from '@lockness/client'
import { useEffect, useState } from 'react'
import { useClient } from '#session/browser-client.tsx'
import { type Failure, failureOf } from '#session/tried.ts'
import { useStore } from '#shell/store-context.tsx'
import { useLexicon } from '../words-context.tsx'
import type { Wish } from './change.ts'

export interface Preview {
  readonly state: 'empty' | 'loading' | 'ready' | 'failed'
  /** The last one that came, while another one is on its way. */
  readonly value?: TuplePreviewOutput
  readonly failure?: Failure
}

const PAUSE_MS = 250
/** The server takes ten seconds at most for one. */
const TIMEOUT_MS = 15_000
const ITEMS_MAX = 2_000

export function usePreview(wish: Wish): Preview {
  const client = useClient()
  const { id: store } = useStore()
  const { decisions } = useLexicon()
  const [preview, setPreview] = useState<Preview>({ state: 'empty' })
  const key = JSON.stringify(wish)
  useEffect(() => {
    const { added, removed } = JSON.parse(key) as Wish
    if (added.length + removed.length === 0) return setPreview({ state: 'empty' })
    const asking = new AbortController()
    setPreview(({ value }) => ({ state: 'loading', ...(value && { value }) }))
    const ask = async () => {
      const input = {
        store,
        added,
        removed: removed.map(({ object, relation, subject }) => ({ object, relation, subject })),
        ...(decisions && { relations: decisions }),
        context: { current_time: new Date().toISOString() },
        itemsMax: ITEMS_MAX,
      }
      try {
        const value = await client.tuple.preview(input, { signal: asking.signal, timeoutMs: TIMEOUT_MS })
        setPreview({ state: 'ready', value })
      } catch (error) {
        if (!asking.signal.aborted) setPreview({ state: 'failed', failure: failureOf(error) })
      }
    }
    const timer = setTimeout(() => void ask(), PAUSE_MS)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [client, store, decisions, key])
  return preview
}
