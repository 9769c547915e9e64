'use client'
// Asking: by the form or in one line, which are two views of one question. Nothing is asked before one says so; only where
// it is asked (when, under which model, beside what) is asked again at once, when there is an answer to compare it with.

import { Search } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { AskFields, VerbChoice } from './ask-form.tsx'
import { AskLine } from './ask-line.tsx'
import { type Inquiry, isComplete, mayVary, type Question } from './question.ts'
import { SituationBar } from './situation-bar.tsx'
import { addressOf } from './use-inquiry.ts'

export interface AskCardProps {
  readonly inquiry: Inquiry
  readonly isAsking: boolean
  readonly onAsk: (inquiry: Inquiry) => void
}

export function AskCard({ inquiry, isAsking, onAsk }: AskCardProps) {
  const t = useMessages('explorer')
  const [draft, setDraft] = useDraft(inquiry)
  const { question, versus } = draft
  const setQuestion = (next: Question) =>
    setDraft(versus && mayVary(next, versus.by) ? { question: next, versus } : { question: next })
  const ask = (next: Inquiry) => {
    if (isComplete(next.question)) onAsk(next)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    ask(draft)
  }
  const setSituation = (next: Inquiry) => {
    setDraft(next)
    if (isComplete(inquiry.question)) ask(next)
  }
  return (
    <Card>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <VerbChoice question={question} onChange={setQuestion} />
        <div className="grid items-start gap-3 sm:grid-cols-2 lg:grid-cols-[1fr_1fr_1fr_auto]">
          <AskFields question={question} onChange={setQuestion} />
          <Button
            type="submit"
            kind="primary"
            icon={<Search aria-hidden="true" />}
            isBusy={isAsking}
            disabled={!isComplete(question)}
            className="sm:mt-[1.625rem] lg:col-start-4"
          >
            {t('ask')}
          </Button>
        </div>
      </form>
      <div className="mt-4 flex flex-col gap-4 *:mb-0">
        <AskLine
          question={question}
          onChange={setQuestion}
          onAsk={(said) => ask(versus && mayVary(said, versus.by) ? { question: said, versus } : { question: said })}
        />
        <SituationBar inquiry={draft} onChange={setSituation} />
      </div>
    </Card>
  )
}

/** What is being written; another question in the address, by going back or by a link, takes its place. */
function useDraft(inquiry: Inquiry): [Inquiry, (draft: Inquiry) => void] {
  const [draft, setDraft] = useState(inquiry)
  const [from, setFrom] = useState(inquiry)
  if (addressOf(from) !== addressOf(inquiry)) {
    setFrom(inquiry)
    setDraft(inquiry)
    return [inquiry, setDraft]
  }
  return [draft, setDraft]
}
