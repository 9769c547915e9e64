'use client'
// Where the question is asked: when, under which model, with which facts; and what the answer is compared with. What is not
// as usual stands there as a tag that can be taken away.

import { CalendarClock, GitCompareArrows, Layers, SlidersHorizontal } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Button } from '#ui/button.tsx'
import { useLocale } from '#ui/provider.tsx'
import { exactTime } from '#ui/relative-time.ts'
import { Tag } from '#ui/tag.tsx'
import { Toolbar } from '#ui/toolbar.tsx'
import { ComparePopover } from './compare-popover.tsx'
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
      <FactsButton question={question} onChange={setQuestion} />
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

const FactsSheet = dynamic(async () => (await import('./facts-sheet.tsx')).FactsSheet, { ssr: false })

interface FactsButtonProps {
  readonly question: Question
  readonly onChange: (changes: Partial<Question>) => void
}

function FactsButton({ question, onChange }: FactsButtonProps) {
  const t = useMessages('explorer')
  const [isOpen, setOpen] = useState(false)
  const [isLoaded, setLoaded] = useState(false)
  const { facts, context } = question
  const given = facts.length + Object.keys(context).length
  const open = () => {
    setLoaded(true)
    setOpen(true)
  }
  return (
    <>
      <Button size="small" icon={<SlidersHorizontal aria-hidden="true" />} aria-haspopup="dialog" onClick={open}>
        {given === 0 ? t('facts') : t('factsCount', { count: given })}
      </Button>
      {isLoaded && (
        <FactsSheet facts={facts} context={context} onChange={onChange} isOpen={isOpen} onOpenChange={setOpen} />
      )}
    </>
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
