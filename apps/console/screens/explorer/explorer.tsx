'use client'
// The room: what is asked above, the answer below. While the next answer is on its way the one before stays.

import { Link2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { type RoomCommand, useCommands } from '#shell/commands.ts'
import { useChanges } from '#shell/live.tsx'
import { Alive } from '#ui/alive.tsx'
import { Button } from '#ui/button.tsx'
import { LoadingState } from '#ui/loading-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { useToast } from '#ui/toast.tsx'
import { readAddress } from './address.ts'
import { AskCard } from './ask-card.tsx'
import { isComplete, type Question } from './question.ts'
import { ANSWER_ID } from './question-link.ts'
import { type Answers, type InquiryState, useInquiry } from './use-inquiry.ts'
import type { Vocabulary } from './vocabulary.ts'
import { useWords, WordsProvider } from './words-context.tsx'

const AnswerView = dynamic(async () => (await import('./answer-view.tsx')).AnswerView)
const FirstQuestions = dynamic(async () => (await import('./first-questions.tsx')).FirstQuestions)

export interface ExplorerProps {
  readonly vocabulary: Vocabulary | undefined
  /** The answer to what the address asks. */
  readonly initial: Answers
  /** To begin with, when nothing is asked yet. */
  readonly firstQuestions: readonly Question[]
}

export function Explorer({ vocabulary, initial, firstQuestions }: ExplorerProps) {
  return (
    <WordsProvider vocabulary={vocabulary}>
      <ExplorerRoom initial={initial} firstQuestions={firstQuestions} />
    </WordsProvider>
  )
}

function ExplorerRoom({ initial, firstQuestions }: Omit<ExplorerProps, 'vocabulary'>) {
  const t = useMessages('explorer')
  const words = useWords()
  const state = useInquiry(initial, words.namesOfRelations)
  const { inquiry, answers, isAsking, ask } = state
  const isAsked = isComplete(inquiry.question)
  useAnswersOfNow(state)
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} actions={isAsked && <CopyLink />} isAliveFirst />
      <AskCard inquiry={inquiry} isAsking={isAsking} onAsk={ask} />
      <section
        id={ANSWER_ID}
        tabIndex={-1}
        aria-label={t('answer')}
        aria-busy={isAsking}
        className="mt-6 focus:outline-none"
      >
        {/* What is loaded for an answer is waited for here: the form above stays, with whatever is being typed. */}
        <Suspense fallback={<LoadingState label={t('asking')} lines={6} />}>
          <Alive />
          {isAsked ? <ShownAnswer state={state} /> : <FirstQuestions questions={firstQuestions} actions={state} />}
        </Suspense>
      </section>
      <AnswerAnnouncer answers={answers} />
    </>
  )
}

/** The answer with the question that it answers, which is not always the one in the address. */
function ShownAnswer({ state }: { readonly state: InquiryState }) {
  const { answers } = state
  const inquiry = useMemo(() => readAddress(new URLSearchParams(answers.address)), [answers.address])
  return <AnswerView inquiry={inquiry} answers={answers} actions={state} />
}

const AGAIN_AFTER_MS = 300

/** What is asked of now is asked again when something changes; a list that is being read stays as it is. */
function useAnswersOfNow({ inquiry, answers, askAgain }: InquiryState): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const isOfNow = inquiry.question.at === undefined && answers.first !== undefined
  const isList = answers.first?.kind === 'list'
  useChanges(({ type }) => {
    if (type === 'checkpoint' || !isOfNow || isList) return
    clearTimeout(timer.current)
    timer.current = setTimeout(askAgain, AGAIN_AFTER_MS)
  })
  useEffect(() => () => clearTimeout(timer.current), [])
}

function CopyLink() {
  const t = useMessages('explorer')
  const toast = useToast()
  const copy = useMemo(
    () => async () => {
      await navigator.clipboard.writeText(window.location.href)
      toast({ text: t('linkCopied'), detail: t('linkCopiedHint') })
    },
    [t, toast],
  )
  const commands = useMemo<readonly RoomCommand[]>(
    () => [{ id: 'copy-link', label: t('copyLink'), key: 'l', run: () => void copy() }],
    [t, copy],
  )
  useCommands(commands)
  return (
    <Button icon={<Link2 aria-hidden="true" />} onClick={() => void copy()}>
      {t('copyLink')}
    </Button>
  )
}

/** Whoever listens hears the answer when it comes, not the whole page again. */
function AnswerAnnouncer({ answers }: { readonly answers: Answers }) {
  const t = useMessages('explorer')
  const [first] = useState(answers.address)
  const { first: answer } = answers
  const text = () => {
    if (!answer || answers.address === first) return ''
    if (answer.kind === 'failure') return t('failedTitle')
    if (answer.kind === 'verdict')
      return t(answer.allowed === undefined ? 'unknown' : answer.allowed ? 'allowed' : 'denied')
    if (answer.kind === 'relations') return t('rightsCount', { count: answer.relations.length })
    return answer.cursor === undefined ? t('listCount', { count: answer.items.length }) : t('listLong')
  }
  return (
    <p role="status" className="sr-only">
      {text()}
    </p>
  )
}
