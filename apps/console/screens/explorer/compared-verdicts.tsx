'use client'
// Two checks side by side: both answers, both proofs, and in each proof what the other one has not, or has otherwise.

import { useMemo } from 'react'
import type { Translate } from '#messages/translate.ts'
import { useMessages } from '#messages/use-messages.tsx'
import { Card } from '#ui/card.tsx'
import type { VerdictAnswer } from './answer.ts'
import { VerdictHead } from './answer-head.tsx'
import { ComparedHead, useSideText } from './compared-head.tsx'
import { differencesOf } from './differences.ts'
import { MissingContext } from './missing-context.tsx'
import { type Proof, proofOf } from './proof.ts'
import { ProofTree } from './proof-tree.tsx'
import { type Question, type Versus, varied } from './question.ts'
import type { InquiryState } from './use-inquiry.ts'

export interface ComparedVerdictsProps {
  readonly question: Question
  readonly versus: Versus
  readonly first: VerdictAnswer
  readonly second: VerdictAnswer
  readonly actions: Pick<InquiryState, 'ask'>
}

export function ComparedVerdicts({ question, versus, first, second, actions }: ComparedVerdictsProps) {
  const t = useMessages('explorer')
  const sideText = useSideText(question, versus)
  const proofs = useMemo(() => [first, second].map(({ steps, complete }) => proofOf(steps, complete)), [first, second])
  const [one, other] = proofs
  const missing = [...new Set([...(first.error?.missing ?? []), ...(second.error?.missing ?? [])])]
  if (!one || !other) return null
  const sides = [
    { side: 'first', asked: question, answer: first, proof: one, beside: other },
    { side: 'second', asked: varied(question, versus), answer: second, proof: other, beside: one },
  ] as const
  return (
    <div className="flex flex-col gap-4">
      <ComparedHead
        question={question}
        versus={versus}
        first={first}
        second={second}
        title={titleOf(t, first.allowed !== second.allowed, differenceCount(one, other))}
        isSame={first.allowed === second.allowed}
      />
      {missing.length > 0 && (
        <MissingContext
          missing={missing}
          onGiven={(context) =>
            actions.ask({ versus, question: { ...question, context: { ...question.context, ...context } } })
          }
        />
      )}
      <div className="grid gap-4 lg:grid-cols-2">
        {sides.map(({ side, asked, answer, proof, beside }) => (
          <section key={side} aria-label={sideText(side)} className="flex min-w-0 flex-col gap-4">
            <VerdictHead question={asked} answer={answer} />
            <Card title={t('proofOf', { side: sideText(side) })}>
              <ProofTree proof={proof} differences={differencesOf(proof, beside)} />
            </Card>
          </section>
        ))}
      </div>
    </div>
  )
}

function titleOf(t: Translate<'explorer'>, isOther: boolean, differences: number): string {
  if (isOther) return t('answersDiffer')
  return differences === 0 ? t('answersSame') : t('proofsDiffer', { count: differences })
}

/** Of what is in either proof: a change is counted once, for it is in both. */
function differenceCount(one: Proof, other: Proof): number {
  const there = [...differencesOf(one, other).values()].filter((each) => each !== 'same').length
  const onlyBeside = [...differencesOf(other, one).values()].filter((each) => each === 'only').length
  return there + onlyBeside
}
