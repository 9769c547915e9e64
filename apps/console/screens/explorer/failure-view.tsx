'use client'
// A question that was not answered: what is wrong with it, who may not ask it, or why nobody answers. What was typed stays.

import { useMessages } from '#messages/use-messages.tsx'
import { Card } from '#ui/card.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { NoPermissionState } from '#ui/no-permission-state.tsx'
import type { Failure } from './answer.ts'
import { MissingContext } from './missing-context.tsx'
import type { Inquiry } from './question.ts'
import type { InquiryState } from './use-inquiry.ts'

export interface FailureViewProps {
  readonly failure: Failure
  readonly inquiry: Inquiry
  readonly actions: Pick<InquiryState, 'ask' | 'askAgain'>
}

export function FailureView({ failure, inquiry, actions }: FailureViewProps) {
  const t = useMessages('explorer')
  const { code, kind, detail, requestId, missing } = failure
  const { question } = inquiry
  if (missing.length > 0) {
    return (
      <MissingContext
        missing={missing}
        onGiven={(context) =>
          actions.ask({ ...inquiry, question: { ...question, context: { ...question.context, ...context } } })
        }
      />
    )
  }
  if (code === 'forbidden') {
    return (
      <Card>
        <NoPermissionState title={t('forbiddenTitle')} text={t('forbiddenText')} isSmall />
      </Card>
    )
  }
  const isAway = kind !== 'server' || code === 'unavailable'
  const isWrong = code === 'invalid_input' || code === 'not_found'
  return (
    <Card>
      <ErrorState
        isSmall
        title={t(isAway ? 'awayTitle' : isWrong ? 'wrongTitle' : 'failedTitle')}
        text={
          <>
            <p className="break-words">{detail}</p>
            <p className="mt-1">{t(isWrong ? 'wrongText' : 'failedText')}</p>
          </>
        }
        requestId={requestId}
        onRetry={isWrong ? undefined : actions.askAgain}
      />
    </Card>
  )
}
