'use client'
// A list that comes page by page as one scrolls: what has come stays, one page is on its way at a time, and what is asked
// anew replaces what is there only when it has come, so that nothing flashes.

import { useCallback, useEffect, useRef, useState } from 'react'
import { type Failure, failureOf } from '#session/tried.ts'
import { useChanges } from '#shell/live.tsx'

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly cursor?: string | undefined
}

export interface Pages<Item> extends Page<Item> {
  readonly isLoading: boolean
  readonly failure: Failure | undefined
  /** Loads until the row of this place is there. */
  readonly want: (place: number) => void
  /** Asks for the beginning anew. */
  readonly reload: () => void
}

type Load<Item> = (cursor: string | undefined, signal: AbortSignal) => Promise<Page<Item>>

interface State<Item> extends Page<Item> {
  readonly isLoading: boolean
  readonly failure: Failure | undefined
}

/** `load` keeps its identity for as long as it is the same list. `first`: what the server has drawn already. */
export function usePages<Item>(load: Load<Item>, first: Page<Item> | undefined): Pages<Item> {
  const [state, setState] = useState<State<Item>>(() => ({
    items: first?.items ?? [],
    cursor: first?.cursor,
    isLoading: !first,
    failure: undefined,
  }))
  const current = useRef(state)
  const wanted = useRef(0)
  const run = useRef<AbortController>(undefined)
  const set = useCallback((next: State<Item>) => {
    current.current = next
    setState(next)
  }, [])

  const pull = useCallback(
    async (from: 'start' | 'end') => {
      run.current?.abort()
      const mine = new AbortController()
      run.current = mine
      set({ ...current.current, isLoading: true, failure: undefined })
      let { items, cursor } = from === 'start' ? { items: [], cursor: undefined } : current.current
      try {
        for (;;) {
          const page = await load(cursor, mine.signal)
          if (mine.signal.aborted) return
          items = [...items, ...page.items]
          cursor = page.cursor
          const isEnough = cursor === undefined || items.length > wanted.current
          // What is asked anew is shown when all of what was seen is there.
          if (isEnough || from === 'end') set({ items, cursor, isLoading: !isEnough, failure: undefined })
          if (isEnough) return
        }
      } catch (error) {
        if (!mine.signal.aborted) set({ ...current.current, isLoading: false, failure: failureOf(error) })
      }
    },
    [load, set],
  )

  const isFirst = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first page is of the first list only
  useEffect(() => {
    const hasFirst = isFirst.current && first !== undefined
    isFirst.current = false
    if (!hasFirst) {
      wanted.current = 0
      void pull('start')
    }
    return () => run.current?.abort()
  }, [pull])

  const want = useCallback(
    (place: number) => {
      wanted.current = place
      const { items, cursor, isLoading } = current.current
      if (!isLoading && cursor !== undefined && place >= items.length) void pull('end')
    },
    [pull],
  )
  const reload = useCallback(() => void pull('start'), [pull])
  return { ...state, want, reload }
}

/** Several changes of the store at once are one: an import makes ten a second. */
const RELOAD_AFTER_MS = 400

/** Asks for the list anew a moment after something has changed. */
export function useReloadOnChange(reload: () => void): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useChanges(({ type }) => {
    if (type === 'checkpoint') return
    clearTimeout(timer.current)
    timer.current = setTimeout(reload, RELOAD_AFTER_MS)
  })
  useEffect(() => () => clearTimeout(timer.current), [])
}
