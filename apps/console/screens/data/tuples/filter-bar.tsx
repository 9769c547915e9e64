'use client'
// What narrows the tuples down. Each choice goes into the address at once; what is typed, when it is chosen.

import { ListFilter } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useStore } from '#shell/store-context.tsx'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { Select } from '#ui/select.tsx'
import { roomOf, withQuery } from '../address.ts'
import { NameField } from '../change/name-field.tsx'
import { useLexicon } from '../words-context.tsx'
import { ENDS, isFiltered, type TupleFilter } from './tuple-filter.ts'

export function FilterBar({ filter }: { readonly filter: TupleFilter }) {
  const t = useMessages('data')
  const router = useRouter()
  const [isOpen, setOpen] = useState(isFiltered(filter))
  const path = `${roomOf(useStore().id)}/tuples`
  const set = (part: { readonly [Field in keyof TupleFilter]?: string | undefined }) =>
    router.replace(withQuery(path, { ...filter, ...part }), { scroll: false })
  return (
    <>
      <Button
        className="mb-3 md:hidden"
        aria-expanded={isOpen}
        icon={<ListFilter aria-hidden="true" />}
        onClick={() => setOpen(!isOpen)}
      >
        {t('filterTitle')}
      </Button>
      <fieldset
        className={`${isOpen ? 'grid' : 'hidden md:grid'} mb-4 grid-cols-2 items-end gap-3 rounded-lg border border-line bg-surface p-pad md:grid-cols-4 xl:grid-cols-7`}
      >
        <legend className="sr-only">{t('filterTitle')}</legend>
        <TypeField
          label={t('filterObjectType')}
          value={filter.objectType}
          onChange={(objectType) => set({ objectType, relation: undefined })}
        />
        <NameField
          label={t('filterObject')}
          value={filter.object ?? ''}
          {...(filter.objectType !== undefined && { types: [filter.objectType] })}
          placeholder={t('filterAny')}
          onChange={(object) => set({ object })}
        />
        <RelationField filter={filter} onChange={(relation) => set({ relation })} />
        <TypeField
          label={t('filterSubjectType')}
          value={filter.subjectType}
          onChange={(subjectType) => set({ subjectType })}
        />
        <NameField
          label={t('filterSubject')}
          value={filter.subject ?? ''}
          {...(filter.subjectType !== undefined && { types: [filter.subjectType] })}
          placeholder={t('filterAny')}
          onChange={(subject) => set({ subject })}
        />
        <ConditionField value={filter.condition} onChange={(condition) => set({ condition })} />
        <Field label={t('filterEnds')}>
          <Select
            value={filter.ends ?? ''}
            onChange={(event) => set({ ends: event.target.value })}
            options={[
              { value: '', label: t('filterAny') },
              ...ENDS.map((each) => ({ value: each, label: t(`ends_${each}`) })),
            ]}
          />
        </Field>
        {isFiltered(filter) && (
          <div className="col-span-full flex justify-end">
            <Button kind="quiet" size="small" onClick={() => router.replace(path, { scroll: false })}>
              {t('filterClear')}
            </Button>
          </div>
        )}
      </fieldset>
    </>
  )
}

interface ChoiceProps {
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}

function TypeField({ label, value, onChange }: ChoiceProps & { readonly label: string }) {
  const t = useMessages('data')
  const lexicon = useLexicon()
  const types = lexicon.words.types
    .map(({ type }) => ({ value: type, label: lexicon.singularOf(type) }))
    .sort((a, b) => a.label.localeCompare(b.label))
  return (
    <Field label={label}>
      <Select
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value || undefined)}
        options={[{ value: '', label: t('filterAny') }, ...types]}
      />
    </Field>
  )
}

function RelationField({
  filter: { objectType, object, relation },
  onChange,
}: {
  readonly filter: TupleFilter
  readonly onChange: ChoiceProps['onChange']
}) {
  const t = useMessages('data')
  const lexicon = useLexicon()
  const type = objectType ?? object?.slice(0, object.indexOf(':'))
  const types = type === undefined ? lexicon.words.types : lexicon.words.types.filter((each) => each.type === type)
  const names = types.flatMap(({ relations }) =>
    relations.filter(({ direct }) => direct.length > 0).map((each) => each.relation),
  )
  const options = [...new Set([...names, ...(relation === undefined ? [] : [relation])])].sort()
  const labelOf = (name: string) => (type === undefined ? name : (lexicon.relation(type, name)?.title ?? name))
  return (
    <Field label={t('filterRelation')}>
      <Select
        value={relation ?? ''}
        onChange={(event) => onChange(event.target.value || undefined)}
        options={[
          { value: '', label: t('filterAny') },
          ...options.map((name) => ({ value: name, label: labelOf(name) })),
        ]}
      />
    </Field>
  )
}

function ConditionField({ value, onChange }: ChoiceProps) {
  const t = useMessages('data')
  const { words } = useLexicon()
  return (
    <Field label={t('filterCondition')}>
      <Select
        value={value ?? ''}
        disabled={words.conditions.length === 0}
        onChange={(event) => onChange(event.target.value || undefined)}
        options={[
          { value: '', label: t('filterAny') },
          ...words.conditions.map(({ name }) => ({ value: name, label: name })),
        ]}
      />
    </Field>
  )
}
