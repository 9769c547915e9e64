'use client'
// The question as a form: what is asked chooses which fields there are.

import { useMemo } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Combobox } from '#ui/combobox.tsx'
import type { ComboboxOption } from '#ui/combobox-filter.ts'
import { Field } from '#ui/field.tsx'
import { Segmented } from '#ui/segmented.tsx'
import { Select } from '#ui/select.tsx'
import { NameField } from './name-field.tsx'
import { askedType, needs, type Question, type Verb, withVerb } from './question.ts'
import type { Words } from './vocabulary.ts'
import { useWords } from './words-context.tsx'

export interface AskFormProps {
  readonly question: Question
  readonly onChange: (question: Question) => void
}

const FORM_VERBS: readonly Verb[] = ['can', 'why', 'do', 'who', 'reach']

export function VerbChoice({ question, onChange }: AskFormProps) {
  const t = useMessages('explorer')
  const value = question.verb === 'why-not' ? 'why' : question.verb
  const options = FORM_VERBS.map((verb) => ({ value: verb, label: t(VERB_LABELS[verb]) }))
  const choose = (verb: Verb) => onChange(withVerb(question, verb))
  return (
    <>
      <Segmented label={t('kind')} options={options} value={value} onChange={choose} className="phone:hidden" />
      <Select
        aria-label={t('kind')}
        options={options}
        value={value}
        onChange={(event) => choose(FORM_VERBS.find((verb) => verb === event.target.value) ?? 'can')}
        className="sm:hidden"
      />
    </>
  )
}

const VERB_LABELS = {
  can: 'verbCan',
  why: 'verbWhy',
  'why-not': 'verbWhy',
  do: 'verbDo',
  who: 'verbWho',
  reach: 'verbReach',
} as const satisfies Record<Verb, string>

export function AskFields({ question, onChange }: AskFormProps) {
  const t = useMessages('explorer')
  const words = useWords()
  const principals = useMemo(() => words.subjectForms.filter((form) => !form.includes('#')), [words])
  const holders = useMemo(() => typesWith(words, question.permission), [words, question.permission])
  return (
    <>
      {needs(question, 'subject') && (
        <NameField
          label={t('subject')}
          value={question.subject}
          onChange={(subject) => onChange({ ...question, subject })}
          types={principals.length > 0 ? principals : undefined}
          placeholder="user:…"
        />
      )}
      {needs(question, 'subjectType') && (
        <Field label={t('subjectType')}>
          <Select
            options={formsOf(words, question.subjectType)}
            value={question.subjectType}
            onChange={(event) => onChange({ ...question, subjectType: event.target.value })}
            isMono
          />
        </Field>
      )}
      {needs(question, 'permission') && <PermissionField question={question} onChange={onChange} />}
      {needs(question, 'object') && (
        <NameField
          label={t('object')}
          value={question.object}
          onChange={(object) => onChange({ ...question, object })}
          types={question.verb === 'do' ? undefined : holders}
          placeholder={t('objectPlaceholder')}
        />
      )}
      {needs(question, 'type') && <TypeField question={question} onChange={onChange} />}
    </>
  )
}

function PermissionField({ question, onChange }: AskFormProps) {
  const t = useMessages('explorer')
  const words = useWords()
  const { permission } = question
  const type = askedType(question)
  const options = useMemo(() => permissionOptions(words, type), [words, type])
  const value = useMemo(() => {
    if (permission === '') return undefined
    return options.find((option) => option.value === permission) ?? { value: permission, label: permission }
  }, [options, permission])
  return (
    <Field label={t('permission')}>
      <Combobox
        options={options}
        value={value}
        onChange={(chosen) => onChange({ ...question, permission: chosen?.value ?? '' })}
        allowsOthers
        renderOption={({ label, value: relation, detail }) => (
          <div className="min-w-0 py-0.5">
            <p className="flex items-baseline gap-2">
              <span className="truncate font-medium">{label}</span>
              <span className="truncate font-mono text-faint text-xs">{relation}</span>
            </p>
            {detail && <p className="truncate text-muted text-xs">{detail}</p>}
          </div>
        )}
        placeholder={t('permissionPlaceholder')}
      />
    </Field>
  )
}

function TypeField({ question, onChange }: AskFormProps) {
  const t = useMessages('explorer')
  const words = useWords()
  const options = useMemo(
    () =>
      words.allTypes
        .filter(({ relations }) => relations.length > 0)
        .map(({ type, plural, sentence }) => ({ value: type, label: plural ?? type, detail: sentence ?? type })),
    [words],
  )
  const value = options.find((option) => option.value === question.type)
  return (
    <Field label={t('type')}>
      <Combobox
        options={options}
        value={value ?? (question.type === '' ? undefined : { value: question.type, label: question.type })}
        onChange={(chosen) => onChange({ ...question, type: chosen?.value ?? '' })}
        allowsOthers
        placeholder={t('typePlaceholder')}
      />
    </Field>
  )
}

/** Of any type while none is said: then each relation once. */
function permissionOptions(words: Words, type: string): ComboboxOption[] {
  const types = words.type(type) ? [type] : words.allTypes.map((each) => each.type)
  const options = new Map<string, ComboboxOption>()
  for (const each of types) {
    for (const { relation, sentence } of words.relationsOf(each)) {
      if (options.has(relation)) continue
      const detail = types.length === 1 ? sentence : words.singularOf(each)
      options.set(relation, { value: relation, label: words.titleOf(each, relation), ...(detail && { detail }) })
    }
  }
  return [...options.values()]
}

/** Absent: any. */
function typesWith(words: Words, permission: string): readonly string[] | undefined {
  const types = words.allTypes.filter(({ relations }) =>
    permission === '' ? relations.length > 0 : relations.some(({ relation }) => relation === permission),
  )
  return types.length > 0 ? types.map(({ type }) => type) : undefined
}

function formsOf(words: Words, chosen: string) {
  const forms = words.subjectForms.includes(chosen) ? words.subjectForms : [chosen, ...words.subjectForms]
  return forms.map((form) => {
    const [type = form, relation] = form.split('#')
    const label = relation === undefined ? words.pluralOf(type) : form
    return { value: form, label }
  })
}
