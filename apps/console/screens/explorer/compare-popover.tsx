'use client'
// What the answer is compared with: another person, another time, another model.

import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Button } from '#ui/button.tsx'
import { Popover, type PopoverProps } from '#ui/popover.tsx'
import { Segmented } from '#ui/segmented.tsx'
import { ModelList } from './model-popover.tsx'
import { MomentForm } from './moment-popover.tsx'
import { NameField } from './name-field.tsx'
import { mayVary, type Question, type Versus } from './question.ts'

export interface ComparePopoverProps {
  readonly question: Question
  readonly value: Versus | undefined
  readonly onChange: (versus: Versus | undefined) => void
  readonly trigger: PopoverProps['trigger']
}

export function ComparePopover({ question, value, onChange, trigger }: ComparePopoverProps) {
  const t = useMessages('explorer')
  const [isOpen, setOpen] = useState(false)
  const choose = (versus: Versus) => {
    setOpen(false)
    onChange(versus)
  }
  return (
    <Popover trigger={trigger} label={t('compare')} isOpen={isOpen} onOpenChange={setOpen} className="w-96">
      <CompareForm question={question} value={value} onChoose={choose} />
    </Popover>
  )
}

function CompareForm({
  question,
  value,
  onChoose,
}: {
  readonly question: Question
  readonly value: Versus | undefined
  readonly onChoose: (versus: Versus) => void
}) {
  const t = useMessages('explorer')
  const first = mayVary(question, 'subject') ? 'subject' : 'at'
  const [by, setBy] = useState<Versus['by']>(value?.by ?? first)
  const [subject, setSubject] = useState(value?.by === 'subject' ? value.subject : '')
  const options = [
    ...(mayVary(question, 'subject') ? [{ value: 'subject' as const, label: t('bySubject') }] : []),
    { value: 'at' as const, label: t('byTime') },
    { value: 'model' as const, label: t('byModel') },
  ]
  return (
    <div className="flex flex-col gap-3">
      <Segmented label={t('compare')} options={options} value={by} onChange={setBy} />
      {by === 'subject' && (
        <>
          <NameField label={t('otherSubject')} value={subject} onChange={setSubject} placeholder="user:…" />
          <Button kind="primary" disabled={subject === ''} onClick={() => onChoose({ by, subject })}>
            {t('compareNow')}
          </Button>
        </>
      )}
      {by === 'at' && (
        <MomentForm
          value={value?.by === 'at' ? value.at : undefined}
          onApply={(at) => onChoose({ by, ...(at && { at }) })}
        />
      )}
      {by === 'model' && (
        <ModelList
          value={value?.by === 'model' ? value.model : undefined}
          onChoose={(model) => onChoose({ by, ...(model !== undefined && { model }) })}
        />
      )}
    </div>
  )
}
