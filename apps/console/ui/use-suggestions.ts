'use client'

// Suggestions for what is being typed: at once from a list, or from somebody who answers later. Only the last question
// counts; the ones before are cancelled. While an answer is on its way the one before stays, so the list does not flicker.

import { useEffect, useMemo, useState } from 'react'
import { type ComboboxOption, filterOptions } from './combobox-filter.ts'

/** Answers with what fits the query, in the order in which it is shown. */
export type Suggest = (query: string, signal: AbortSignal) => Promise<readonly ComboboxOption[]>

export interface Suggestions {
  readonly options: readonly ComboboxOption[]
  readonly state: 'ready' | 'loading' | 'failed'
}

const PAUSE_MS = 120
const NOTHING: readonly ComboboxOption[] = []

export function useSuggestions(
  source: readonly ComboboxOption[] | Suggest,
  query: string,
  isAsked: boolean,
): Suggestions {
  const suggest = typeof source === 'function' ? source : undefined
  const list = typeof source === 'function' ? NOTHING : source
  const listed = useMemo(() => filterOptions(list, query), [list, query])
  const [answer, setAnswer] = useState<Suggestions>({ options: NOTHING, state: 'loading' })

  useEffect(() => {
    if (!suggest || !isAsked) return
    const asking = new AbortController()
    setAnswer(({ options }) => ({ options, state: 'loading' }))
    const timer = setTimeout(async () => {
      try {
        const options = await suggest(query, asking.signal)
        if (!asking.signal.aborted) setAnswer({ options, state: 'ready' })
      } catch {
        if (!asking.signal.aborted) setAnswer({ options: NOTHING, state: 'failed' })
      }
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [suggest, query, isAsked])

  return suggest ? answer : { options: listed, state: 'ready' }
}
