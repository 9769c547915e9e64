'use client'
// To begin with: a few questions about what is in the store, each a link.

import { ArrowRight } from 'lucide-react'
import Link from 'next/link'
import { useMessages } from '#messages/use-messages.tsx'
import { Card } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { writeLine } from './line.ts'
import { NameInText } from './name-in-text.tsx'
import { isCheck, type Question, typeOf } from './question.ts'
import { linkTo } from './question-link.ts'
import { richText } from './rich-text.tsx'
import type { InquiryState } from './use-inquiry.ts'
import { useWords } from './words-context.tsx'

export interface FirstQuestionsProps {
  readonly questions: readonly Question[]
  readonly actions: Pick<InquiryState, 'ask' | 'hrefOf'>
}

export function FirstQuestions({ questions, actions }: FirstQuestionsProps) {
  const t = useMessages('explorer')
  const words = useWords()
  if (questions.length === 0) {
    const isWithoutModel = words.vocabulary === undefined
    return (
      <EmptyState
        title={t(isWithoutModel ? 'noModel' : 'noTuples')}
        text={t(isWithoutModel ? 'noModelHint' : 'noTuplesHint')}
      />
    )
  }
  return (
    <Card title={t('tryFirst')} description={t('tryFirstHint')} isFlush>
      <ul className="grid border-line border-t sm:grid-cols-2">
        {questions.map((question) => (
          <li key={question.verb} className="border-line border-b sm:odd:border-e">
            <Link
              {...linkTo(actions, { question })}
              className="group flex h-full items-center gap-3 px-pad py-4 hover:bg-hover focus-visible:outline-offset-[-2px]"
            >
              <span className="min-w-0 flex-1">
                <span className="block">
                  <QuestionText question={question} />
                </span>
                <code className="block truncate font-mono text-faint text-xs">{writeLine(question, words)}</code>
              </span>
              <ArrowRight
                aria-hidden="true"
                className="size-4 flex-none text-faint transition-transform group-hover:translate-x-0.5 rtl:-scale-x-100"
              />
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function QuestionText({ question }: { readonly question: Question }) {
  const t = useMessages('explorer')
  const words = useWords()
  const { verb, subject, permission, object, type } = question
  const parts = {
    subject: <NameInText name={subject} />,
    object: <NameInText name={object} />,
    relation: words.titleOf(verb === 'reach' ? type : typeOf(object), permission),
    type: words.pluralOf(type),
  }
  const key = isCheck(verb)
    ? verb === 'can'
      ? 'tryCan'
      : 'tryWhy'
    : verb === 'do'
      ? 'tryDo'
      : verb === 'who'
        ? 'tryWho'
        : 'tryReach'
  return richText((values) => t(key, values), parts)
}
