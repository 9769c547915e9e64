'use client'
// What is asked and what was answered. The address of the page is the question: whoever asks changes the address, and what the
// address says is asked. The first answer comes with the page; the others are asked for here, so that a question
// which follows a change is answered by a state that holds it.

import { usePathname, useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useClient } from '#session/browser-client.tsx'
import { useStore } from '#shell/store-context.tsx'
import { readAddress, writeAddress } from './address.ts'
import type { Answer, RelationsOf } from './answer.ts'
import { type Inquiry, isComplete, varied } from './question.ts'

export interface Answers {
  /** Of which address. */
  readonly address: string
  /** Absent: nothing is asked. */
  readonly first?: Answer
  readonly second?: Answer
}

export interface InquiryState {
  readonly inquiry: Inquiry
  readonly answers: Answers
  /** What is shown is the answer to the question before. */
  readonly isAsking: boolean
  readonly ask: (inquiry: Inquiry) => void
  readonly askAgain: () => void
  readonly hrefOf: (inquiry: Inquiry) => string
}

export function useInquiry(initial: Answers, relationsOf: RelationsOf): InquiryState {
  const client = useClient()
  const { id: store } = useStore()
  const pathname = usePathname()
  const params = useSearchParams()
  const inquiry = useMemo(() => readAddress(params), [params])
  const address = useMemo(() => addressOf(inquiry), [inquiry])
  const [answers, setAnswers] = useState(initial)
  const [round, setRound] = useState(0)
  const known = useRef({ address: initial.address, round: 0 })

  useEffect(() => {
    if (known.current.address === address && known.current.round === round) return
    const asking = new AbortController()
    const { question, versus } = inquiry
    const askOne = async (each: typeof question) => {
      const { askServer } = await loadAnswers()
      return askServer(client, store, each, relationsOf, asking.signal)
    }
    const both = isComplete(question)
      ? Promise.all([askOne(question), versus && askOne(varied(question, versus))])
      : Promise.resolve([])
    both.then(
      ([first, second]) => {
        if (asking.signal.aborted) return
        known.current = { address, round }
        setAnswers({ address, ...(first && { first }), ...(second && { second }) })
      },
      () => undefined,
    )
    return () => asking.abort()
  }, [address, round, inquiry, client, store, relationsOf])

  // When the page is there, not when the first question is waiting for it.
  useEffect(() => void loadAnswers(), [])
  const hrefOf = useCallback((wanted: Inquiry) => `${pathname}?${addressOf(wanted)}`, [pathname])
  const askAgain = useCallback(() => setRound((before) => before + 1), [])
  const ask = useCallback(
    (wanted: Inquiry) => {
      if (addressOf(wanted) === address) askAgain()
      else window.history.pushState(null, '', hrefOf(wanted))
    },
    [address, askAgain, hrefOf],
  )
  const isKnown = answers.address === address
  return { inquiry, answers, isAsking: !isKnown || known.current.round !== round, ask, askAgain, hrefOf }
}

const loadAnswers = () => import('./answer.ts')

/** In one spelling, whatever the page was opened by. */
export function addressOf(inquiry: Inquiry): string {
  return writeAddress(inquiry).toString()
}
