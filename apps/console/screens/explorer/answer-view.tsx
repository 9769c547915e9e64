'use client'
// The answer, whatever it is of; with a second one beside it when it is compared. What shows a kind of answer is loaded with the
// first one of its kind.

import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { LoadingState } from '#ui/loading-state.tsx'
import type { Answer, ListAnswer, RelationsAnswer, VerdictAnswer } from './answer.ts'
import { FailureView } from './failure-view.tsx'
import type { Inquiry } from './question.ts'
import { varied } from './question.ts'
import type { Answers, InquiryState } from './use-inquiry.ts'

const VerdictView = dynamic(async () => (await import('./verdict-view.tsx')).VerdictView)
const RelationsView = dynamic(async () => (await import('./relations-view.tsx')).RelationsView)
const ListView = dynamic(async () => (await import('./list-view.tsx')).ListView)
const ComparedVerdicts = dynamic(async () => (await import('./compared-verdicts.tsx')).ComparedVerdicts)
const ComparedRelations = dynamic(async () => (await import('./relations-view.tsx')).ComparedRelations)
const ComparedLists = dynamic(async () => (await import('./compared-lists.tsx')).ComparedLists)

export interface AnswerViewProps {
  /** Whose answers these are: while another question is being answered, the one before. */
  readonly inquiry: Inquiry
  readonly answers: Answers
  readonly actions: Pick<InquiryState, 'ask' | 'askAgain' | 'hrefOf' | 'isAsking'>
}

export function AnswerView({ inquiry, answers, actions }: AnswerViewProps) {
  const t = useMessages('explorer')
  const { first, second } = answers
  const { question, versus } = inquiry
  if (!first) return actions.isAsking ? <LoadingState label={t('asking')} lines={6} /> : null
  if (first.kind === 'failure') return <FailureView failure={first.failure} inquiry={inquiry} actions={actions} />
  if (!versus || !second) return <OneAnswer inquiry={inquiry} answer={first} actions={actions} />
  if (second.kind === 'failure') {
    return (
      <>
        <OneAnswer inquiry={inquiry} answer={first} actions={actions} />
        <FailureView failure={second.failure} inquiry={{ question: varied(question, versus) }} actions={actions} />
      </>
    )
  }
  return <BothAnswers inquiry={inquiry} first={first} second={second} actions={actions} />
}

type Given = Exclude<Answer, { readonly kind: 'failure' }>

interface OneAnswerProps extends Pick<AnswerViewProps, 'inquiry' | 'actions'> {
  readonly answer: Given
}

function OneAnswer({ inquiry, answer, actions }: OneAnswerProps): ReactNode {
  const { question } = inquiry
  if (answer.kind === 'verdict') return <VerdictView inquiry={inquiry} answer={answer} actions={actions} />
  if (answer.kind === 'relations') return <RelationsView question={question} answer={answer} actions={actions} />
  return <ListView question={question} answer={answer} actions={actions} />
}

interface BothAnswersProps extends Pick<AnswerViewProps, 'inquiry' | 'actions'> {
  readonly first: Given
  readonly second: Given
}

function BothAnswers({ inquiry, first, second, actions }: BothAnswersProps): ReactNode {
  const { question, versus } = inquiry
  if (!versus) return null
  if (isVerdict(first) && isVerdict(second)) {
    return <ComparedVerdicts question={question} versus={versus} first={first} second={second} actions={actions} />
  }
  if (isRelations(first) && isRelations(second)) {
    return <ComparedRelations question={question} versus={versus} first={first} second={second} actions={actions} />
  }
  if (isList(first) && isList(second)) {
    return <ComparedLists question={question} versus={versus} first={first} second={second} />
  }
  return null
}

function isVerdict(answer: Given): answer is VerdictAnswer {
  return answer.kind === 'verdict'
}

function isRelations(answer: Given): answer is RelationsAnswer {
  return answer.kind === 'relations'
}

function isList(answer: Given): answer is ListAnswer {
  return answer.kind === 'list'
}
