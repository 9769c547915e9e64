'use client'

// A list that comes page by page as one scrolls, all pages of one revision. The first page is here from the beginning; the
// larger the list has turned out to be, the larger the next page, so that a million is reached in some hundred questions.

import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient } from '#session/browser-client.tsx'
import { isAnswered } from '#session/tried.ts'
import { useStore } from '#shell/store-context.tsx'
import { askPage, type Failure, failureOf, type ListAnswer } from './answer.ts'
import type { Question } from './question.ts'

export interface ListPages {
  readonly items: readonly string[]
  readonly isWhole: boolean
  readonly failure: Failure | undefined
  readonly loadMore: () => void
}

interface Loaded {
  readonly of: ListAnswer
  /** Grows in place: a page of a long list does not copy all pages before it. */
  readonly items: string[]
  cursor: string | undefined
}

const PAGE_MIN = 500
const PAGE_MAX = 10_000

export function useListPages(question: Question, answer: ListAnswer): ListPages {
  const client = useClient()
  const { id: store } = useStore()
  const loaded = useRef<Loaded>(startOf(answer))
  const asking = useRef<AbortController>(undefined)
  const [, setRound] = useState(0)
  const [failure, setFailure] = useState<Failure>()
  if (loaded.current.of !== answer) loaded.current = startOf(answer)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another answer ends what was being asked for the one before
  useEffect(() => {
    setFailure(undefined)
    return () => {
      asking.current?.abort()
      asking.current = undefined
    }
  }, [answer])

  const loadMore = useCallback(() => {
    const into = loaded.current
    if (into.cursor === undefined || asking.current) return
    const controller = new AbortController()
    asking.current = controller
    const pageSize = Math.max(PAGE_MIN, Math.min(PAGE_MAX, into.items.length))
    const load = async () => {
      try {
        const page = await askPage(client, store, question, { pageSize, cursor: into.cursor! }, controller.signal)
        if (controller.signal.aborted) return
        for (const item of page.items) into.items.push(item)
        into.cursor = page.cursor
        setFailure(undefined)
      } catch (error) {
        if (!isAnswered(error)) throw error
        if (!controller.signal.aborted) setFailure(failureOf(error))
      } finally {
        if (asking.current === controller) asking.current = undefined
        if (!controller.signal.aborted) setRound((round) => round + 1)
      }
    }
    void load()
  }, [client, store, question])

  const { items, cursor } = loaded.current
  return { items, isWhole: cursor === undefined, failure, loadMore }
}

function startOf(answer: ListAnswer): Loaded {
  return { of: answer, items: [...answer.items], cursor: answer.cursor }
}
