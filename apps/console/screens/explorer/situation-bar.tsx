'use client'
// Where the question is asked: when, under which model, with which facts; and what the answer is compared with. What is not
// as usual stands there as a tag that can be taken away.

import { CalendarClock, GitCompareArrows, Layers, SlidersHorizontal } from 'lucide-react'
import { useMessages } from '#messages/use-messages.tsx'
import { Button } from '#ui/button.tsx'
import { useLocale } from '#ui/provider.tsx'
import { exactTime } from '#ui/relative-time.ts'
import { Tag } from '#ui/tag.tsx'
import { Toolbar } from '#ui/toolbar.tsx'
import { ComparePopover } from './compare-popover.tsx'
import { FactsSheet } from './facts-sheet.tsx'
import { ModelPopover } from './model-popover.tsx'
import { MomentPopover } from './moment-popover.tsx'
import type { Inquiry, Moment, Question, Versus } from './question.ts'
import { useNameText } from './words-context.tsx'

export interface SituationBarProps {
  readonly inquiry: Inquiry
  readonly onChange: (inquiry: Inquiry) => void
}

export function SituationBar({ inquiry, onChange }: SituationBarProps) {
  const t = useMessages('explorer')
  const { question, versus } = inquiry
  const setQuestion = (changes: Partial<Question>) => onChange({ ...inquiry, question: { ...question, ...changes } })
  const given = question.facts.length + Object.keys(question.context).length
  return (
    <Toolbar label={t('situation')} className="mb-0">
      <MomentPopover
        value={question.at}
        onChange={(at) => setQuestion({ at })}
        trigger={
          <Button size="small" icon={<CalendarClock aria-hidden="true" />}>
            {t(question.at ? 'asOf' : 'asOfNow')}
          </Button>
        }
      />
      {question.at && <MomentTag at={question.at} onRemove={() => setQuestion({ at: undefined })} />}
      <ModelPopover
        value={question.model}
        onChange={(model) => setQuestion({ model })}
        trigger={
          <Button size="small" icon={<Layers aria-hidden="true" />}>
            {t(question.model === undefined ? 'modelInForce' : 'model')}
          </Button>
        }
      />
      {question.model !== undefined && (
        <Tag isMono removeLabel={t('removeModel')} onRemove={() => setQuestion({ model: undefined })}>
          {question.model}
        </Tag>
      )}
      <FactsSheet
        facts={question.facts}
        context={question.context}
        onChange={setQuestion}
        trigger={
          <Button size="small" icon={<SlidersHorizontal aria-hidden="true" />}>
            {given === 0 ? t('facts') : t('factsCount', { count: given })}
          </Button>
        }
      />
      <ComparePopover
        question={question}
        value={versus}
        onChange={(next) => onChange(next ? { question, versus: next } : { question })}
        trigger={
          <Button size="small" icon={<GitCompareArrows aria-hidden="true" />}>
            {t('compare')}
          </Button>
        }
      />
      {versus && <VersusTag versus={versus} onRemove={() => onChange({ question })} />}
    </Toolbar>
  )
}

function MomentTag({ at, onRemove }: { readonly at: Moment; readonly onRemove: () => void }) {
  const t = useMessages('explorer')
  const momentText = useMomentText()
  return (
    <Tag removeLabel={t('removeMoment')} onRemove={onRemove}>
      {momentText(at)}
    </Tag>
  )
}

function VersusTag({ versus, onRemove }: { readonly versus: Versus; readonly onRemove: () => void }) {
  const t = useMessages('explorer')
  const versusText = useVersusText()
  return (
    <Tag removeLabel={t('removeCompare')} onRemove={onRemove}>
      {t('comparedWith', { other: versusText(versus) })}
    </Tag>
  )
}

export function useMomentText(): (at: Moment | undefined) => string {
  const t = useMessages('explorer')
  const locale = useLocale()
  return (at) => {
    if (!at) return t('now')
    return 'revision' in at ? t('atRevision', { revision: String(at.revision) }) : exactTime(new Date(at.time), locale)
  }
}

/** The other of two that are compared, in a few words. */
export function useVersusText(): (versus: Versus) => string {
  const t = useMessages('explorer')
  const momentText = useMomentText()
  const nameText = useNameText()
  return (versus) => {
    if (versus.by === 'subject') return nameText(versus.subject)
    if (versus.by === 'at') return momentText(versus.at)
    return versus.model === undefined ? t('modelInForce') : t('modelNamed', { model: versus.model })
  }
}
