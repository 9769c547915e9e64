'use client'

// Names of the store's things for whoever types, by a part of the name. A key that may ask and not read finds none, and types
// the whole name.

import { useCallback } from 'react'
import { useClient } from '#session/browser-client.tsx'
import { isAnswered } from '#session/tried.ts'
import { useStore } from '#shell/store-context.tsx'

const NAMES_MAX = 20

export type FindNames = (
  text: string,
  types: readonly string[] | undefined,
  signal: AbortSignal,
) => Promise<readonly string[]>

export function useFindNames(): FindNames {
  const client = useClient()
  const { id: store } = useStore()
  return useCallback(
    async (text, types, signal) => {
      try {
        const wanted = { store, text, max: NAMES_MAX, ...(types && { types }) }
        return (await client.access.findNames(wanted, { signal })).items
      } catch (error) {
        if (isAnswered(error) && error.status === 403) return []
        throw error
      }
    },
    [client, store],
  )
}
