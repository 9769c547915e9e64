'use client'
// One tuple, filled in: on what, as what, who; and, where the relation allows it, under which condition and until when.

import type { Tuple } from '@lockness/client'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Button } from '#ui/button.tsx'
import { DateTimeInput } from '#ui/date-time-input.tsx'
import { Field } from '#ui/field.tsx'
import { Select } from '#ui/select.tsx'
import { TextArea } from '#ui/text-area.tsx'
import { useLexicon } from '../words-context.tsx'
import { conditionsFor, type Draft, EMPTY_DRAFT, formsFor, problemsOf, relationsFor, tupleOf } from './draft.ts'
import { NameField } from './name-field.tsx'

export interface TupleFormProps {
  readonly given: { readonly object?: string; readonly subject?: string }
  readonly onAdd: (tuple: Tuple) => void
}

export function TupleForm({ given, onAdd }: TupleFormProps) {
  const t = useMessages('data')
  const lexicon = useLexicon()
  const [draft, setDraft] = useState<Draft>({ ...EMPTY_DRAFT, ...given })
  const [isTried, setTried] = useState(false)
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const problems = problemsOf(draft, lexicon, Date.now())
  const errorOf = (field: keyof Draft) => {
    const problem = problems[field]
    return isTried && problem ? t(`problem_${problem}`) : undefined
  }
  const add = () => {
    setTried(true)
    if (Object.keys(problems).length > 0) return
    onAdd(tupleOf(draft))
    setTried(false)
    setDraft({
      ...draft,
      subject: given.subject ?? '',
      ...(given.object === undefined && given.subject !== undefined && { object: '' }),
    })
  }
  const subjectTypes = [...new Set(formsFor(lexicon, draft).map(({ type }) => type))]
  const conditions = conditionsFor(lexicon, draft).filter((name) => name !== '')
  return (
    <form
      className="rounded-lg border border-line bg-surface p-pad"
      aria-label={t('formTitle')}
      onSubmit={(event) => {
        event.preventDefault()
        add()
      }}
    >
      <div className="grid gap-3 sm:grid-cols-3">
        <NameField
          label={t('fieldObject')}
          value={draft.object}
          placeholder={t('fieldObjectHint')}
          error={errorOf('object')}
          onChange={(object) => set({ object, relation: keptRelation(relationsFor(lexicon, object), draft.relation) })}
        />
        <RelationField
          draft={draft}
          error={errorOf('relation')}
          onChange={(relation) => set({ relation, condition: '' })}
        />
        <NameField
          label={t('fieldSubject')}
          value={draft.subject}
          types={subjectTypes}
          placeholder={t('fieldSubjectHint')}
          error={errorOf('subject')}
          onChange={(subject) => set({ subject, condition: '' })}
        />
      </div>
      <Terms draft={draft} conditions={conditions} set={set} errorOf={errorOf} />
      <div className="mt-3 flex justify-end">
        <Button type="submit" icon={<Plus aria-hidden="true" />}>
          {t('formAdd')}
        </Button>
      </div>
    </form>
  )
}

function keptRelation(relations: readonly { readonly relation: string }[], relation: string): string {
  return relations.some((each) => each.relation === relation) ? relation : ''
}

interface RelationFieldProps {
  readonly draft: Draft
  readonly error: string | undefined
  readonly onChange: (relation: string) => void
}

function RelationField({ draft, error, onChange }: RelationFieldProps) {
  const t = useMessages('data')
  const lexicon = useLexicon()
  const relations = relationsFor(lexicon, draft.object)
  const sentence = relations.find(({ relation }) => relation === draft.relation)?.sentence
  const options = relations.map(({ relation, title }) => ({
    value: relation,
    label: title === undefined ? relation : `${title} (${relation})`,
  }))
  return (
    <Field label={t('fieldRelation')} {...(error && { error })} {...(sentence && { hint: sentence })}>
      <Select
        value={draft.relation}
        disabled={relations.length === 0}
        onChange={(event) => onChange(event.target.value)}
        options={[
          { value: '', label: relations.length === 0 ? t('fieldRelationFirst') : t('fieldRelationHint') },
          ...options,
        ]}
      />
    </Field>
  )
}

interface TermsProps {
  readonly draft: Draft
  readonly conditions: readonly string[]
  readonly set: (part: Partial<Draft>) => void
  readonly errorOf: (field: keyof Draft) => string | undefined
}

function Terms({ draft, conditions, set, errorOf }: TermsProps) {
  const t = useMessages('data')
  const lexicon = useLexicon()
  const parameters = lexicon.words.conditions.find(({ name }) => name === draft.condition)?.parameters ?? []
  const contextError = errorOf('context')
  const conditionError = errorOf('condition')
  const endError = errorOf('endsAt')
  return (
    <div className="mt-3 grid gap-3 sm:grid-cols-3">
      <Field label={t('fieldEnds')} isOptional {...(endError && { error: endError })}>
        <DateTimeInput value={draft.endsAt} onChange={(endsAt) => set({ endsAt })} />
      </Field>
      {conditions.length > 0 && (
        <Field label={t('fieldCondition')} {...(conditionError && { error: conditionError })}>
          <Select
            value={draft.condition}
            onChange={(event) => set({ condition: event.target.value })}
            options={[
              { value: '', label: t('fieldNoCondition') },
              ...conditions.map((name) => ({ value: name, label: name })),
            ]}
          />
        </Field>
      )}
      {draft.condition !== '' && (
        <Field
          label={t('fieldContext')}
          isOptional
          hint={t('fieldContextHint', { names: parameters.join(', ') })}
          {...(contextError && { error: contextError })}
        >
          <TextArea isMono rows={2} value={draft.context} onChange={(event) => set({ context: event.target.value })} />
        </Field>
      )}
    </div>
  )
}
