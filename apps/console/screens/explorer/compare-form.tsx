'use client'
// What to compare with.

import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Button } from '#ui/button.tsx'
import { Segmented } from '#ui/segmented.tsx'
import { ModelList } from './model-list.tsx'
import { MomentForm } from './moment-form.tsx'
import { NameField } from './name-field.tsx'
import { mayVary, type Question, type Versus } from './question.ts'

export function CompareForm({
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
