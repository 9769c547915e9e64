'use client'
// Two answers side by side, in a line each, and whether they differ.

import { Equal, EqualNot } from 'lucide-react'
import { useMessages } from '#messages/use-messages.tsx'
import { Badge } from '#ui/badge.tsx'
import { Banner } from '#ui/banner.tsx'
import type { ComputedAt } from './answer.ts'
import { ComputedFacts } from './answer-head.tsx'
import type { Side } from './differences.ts'
import { type Question, type Versus, varied } from './question.ts'
import { useMomentText, useVersusText } from './situation-bar.tsx'
import { useNameText } from './words-context.tsx'

interface Computed {
  readonly computed: ComputedAt
  readonly tookMs: number
}

export interface ComparedHeadProps {
  readonly question: Question
  readonly versus: Versus
  readonly first: Computed
  readonly second: Computed
  /** Whether they differ, in words. */
  readonly title: string
  readonly isSame: boolean
}

export function ComparedHead({ question, versus, first, second, title, isSame }: ComparedHeadProps) {
  const sideText = useSideText(question, versus)
  return (
    <Banner
      role="status"
      tone={isSame ? 'info' : 'cond'}
      icon={isSame ? <Equal aria-hidden="true" /> : <EqualNot aria-hidden="true" />}
      title={title}
    >
      <ul className="mt-1 flex flex-col gap-1 text-xs">
        {[first, second].map(({ computed, tookMs }, index) => {
          const side = index === 0 ? 'first' : 'second'
          return (
            <li key={side} className="flex flex-wrap gap-x-4">
              <b className="font-semibold text-ink">{sideText(side)}</b>
              <ComputedFacts
                computed={computed}
                tookMs={tookMs}
                question={index === 0 ? question : varied(question, versus)}
              />
            </li>
          )
        })}
      </ul>
    </Banner>
  )
}

/** Whom, when or what one of the two is about. */
export function useSideText(question: Question, versus: Versus): (side: 'first' | 'second') => string {
  const t = useMessages('explorer')
  const nameText = useNameText()
  const momentText = useMomentText()
  const versusText = useVersusText()
  return (side) => {
    if (side === 'second') return versusText(versus)
    if (versus.by === 'subject') return nameText(question.subject)
    if (versus.by === 'at') return momentText(question.at)
    return question.model === undefined ? t('modelInForce') : t('modelNamed', { model: question.model })
  }
}

export function SideBadge({
  side,
  question,
  versus,
}: {
  readonly side: Side
  readonly question: Question
  readonly versus: Versus
}) {
  const t = useMessages('explorer')
  const sideText = useSideText(question, versus)
  if (side === 'both') return <span className="text-faint">{t('inBoth')}</span>
  return <Badge tone={side === 'first' ? 'info' : 'cond'}>{t('onlyIn', { side: sideText(side) })}</Badge>
}
