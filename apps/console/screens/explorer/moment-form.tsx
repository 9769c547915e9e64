'use client'
// A moment: now, a time, or a revision of the past.

import { type FormEvent, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Button } from '#ui/button.tsx'
import { DateTimeInput } from '#ui/date-time-input.tsx'
import { Field } from '#ui/field.tsx'
import { Segmented } from '#ui/segmented.tsx'
import { TextInput } from '#ui/text-input.tsx'
import type { Moment } from './question.ts'

type Kind = 'now' | 'time' | 'revision'

export function MomentForm({
  value,
  onApply,
}: {
  readonly value: Moment | undefined
  readonly onApply: (at: Moment | undefined) => void
}) {
  const t = useMessages('explorer')
  const [kind, setKind] = useState<Kind>(value ? ('revision' in value ? 'revision' : 'time') : 'now')
  const [time, setTime] = useState(value && 'time' in value ? new Date(value.time) : undefined)
  const [revision, setRevision] = useState(value && 'revision' in value ? String(value.revision) : '')
  const at = kind === 'time' ? time && { time: time.toISOString() } : readRevision(revision)
  const canApply = kind === 'now' || at !== undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    event.stopPropagation()
    if (canApply) onApply(kind === 'now' ? undefined : at)
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <Segmented
        label={t('asOf')}
        options={[
          { value: 'now', label: t('now') },
          { value: 'time', label: t('time') },
          { value: 'revision', label: t('revision') },
        ]}
        value={kind}
        onChange={setKind}
      />
      {kind === 'time' && (
        <Field label={t('time')} hint={t('timeHint')}>
          <DateTimeInput value={time} onChange={setTime} />
        </Field>
      )}
      {kind === 'revision' && (
        <Field label={t('revision')} hint={t('revisionHint')}>
          <TextInput
            inputMode="numeric"
            pattern="#?[0-9]+"
            value={revision}
            onChange={(event) => setRevision(event.target.value)}
          />
        </Field>
      )}
      {kind === 'now' && <p className="text-muted">{t('nowHint')}</p>}
      <Button type="submit" kind="primary" disabled={!canApply}>
        {t('apply')}
      </Button>
    </form>
  )
}

function readRevision(text: string): Moment | undefined {
  const digits = /^\s*#?(\d{1,15})\s*$/.exec(text)?.[1]
  return digits === undefined ? undefined : { revision: Number(digits) }
}
