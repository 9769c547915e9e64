'use client'

// What a question brings along: tuples that count for it alone, and values for conditions. Nothing of it is stored.

import type { JsonObject, Tuple } from '@lockness/authz'
import { Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Button } from '#ui/button.tsx'
import { Combobox } from '#ui/combobox.tsx'
import { Field } from '#ui/field.tsx'
import { Section } from '#ui/section.tsx'
import { Sheet } from '#ui/sheet.tsx'
import { Tag } from '#ui/tag.tsx'
import { TextArea } from '#ui/text-area.tsx'
import { NameField } from './name-field.tsx'
import { type Question, typeOf } from './question.ts'
import { useWords } from './words-context.tsx'

type Given = Pick<Question, 'facts' | 'context'>

export interface FactsSheetProps extends Given {
  readonly onChange: (given: Partial<Given>) => void
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}

const FACTS_MAX = 100

export function FactsSheet({ facts, context, onChange, isOpen, onOpenChange }: FactsSheetProps) {
  const t = useMessages('explorer')
  return (
    <Sheet title={t('facts')} description={t('factsHint')} isOpen={isOpen} onOpenChange={onOpenChange}>
      <ContextForm context={context} onChange={(next) => onChange({ context: next })} />
      <Section title={t('factsTuples')} description={t('factsTuplesHint')}>
        <ul className="mb-3 flex flex-col items-start gap-2">
          {facts.map((fact, index) => (
            <li key={tupleText(fact)} className="max-w-full">
              <Tag
                isMono
                removeLabel={t('removeFact', { tuple: tupleText(fact) })}
                onRemove={() => onChange({ facts: facts.filter((_, at) => at !== index) })}
              >
                {tupleText(fact)}
              </Tag>
            </li>
          ))}
        </ul>
        <FactForm
          isFull={facts.length >= FACTS_MAX}
          onAdd={(fact) => onChange({ facts: [...facts.filter((each) => tupleText(each) !== tupleText(fact)), fact] })}
        />
      </Section>
    </Sheet>
  )
}

/** `artist:luna#editor_assigned@user:eve` */
export function tupleText({ object, relation, subject }: Tuple): string {
  return `${object}#${relation}@${subject}`
}

function ContextForm({
  context,
  onChange,
}: {
  readonly context: JsonObject
  readonly onChange: (context: JsonObject) => void
}) {
  const t = useMessages('explorer')
  const words = useWords()
  const [text, setText] = useState(() => textOf(context))
  const [kept, setKept] = useState(context)
  if (kept !== context) {
    setKept(context)
    setText(textOf(context))
  }
  const value = readObject(text)
  const parameters = [
    ...new Set(
      (words.vocabulary?.conditions ?? []).flatMap(({ parameters: all }) =>
        all.map(({ name, type }) => `${name}: ${type}`),
      ),
    ),
  ]
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (value) onChange(value)
  }
  return (
    <Section title={t('context')} description={t('contextHint')}>
      <form onSubmit={submit} className="flex flex-col gap-2">
        <Field
          label={t('contextJson')}
          {...(value ? {} : { error: t('contextWrong') })}
          {...(parameters.length > 0 && { hint: t('contextParameters', { parameters: parameters.join(', ') }) })}
        >
          <TextArea
            isMono
            rows={6}
            spellCheck={false}
            placeholder={'{ "territory": "SE" }'}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
        <Button type="submit" className="self-start" disabled={!value || textOf(value) === textOf(context)}>
          {t('useContext')}
        </Button>
      </form>
    </Section>
  )
}

function FactForm({ isFull, onAdd }: { readonly isFull: boolean; readonly onAdd: (fact: Tuple) => void }) {
  const t = useMessages('explorer')
  const words = useWords()
  const [fact, setFact] = useState<Tuple>(NO_FACT)
  const isWhole = fact.object !== '' && fact.relation !== '' && fact.subject !== ''
  const relations = words
    .relationsOf(typeOf(fact.object))
    .filter(({ direct }) => direct.length > 0)
    .map(({ relation }) => ({ value: relation, label: words.titleOf(typeOf(fact.object), relation), detail: relation }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isWhole) return
    onAdd(fact)
    setFact(NO_FACT)
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <NameField label={t('factSubject')} value={fact.subject} onChange={(subject) => setFact({ ...fact, subject })} />
      <NameField label={t('factObject')} value={fact.object} onChange={(object) => setFact({ ...fact, object })} />
      <Field label={t('factRelation')}>
        <Combobox
          options={relations}
          allowsOthers
          value={
            fact.relation === ''
              ? undefined
              : (relations.find(({ value }) => value === fact.relation) ?? {
                  value: fact.relation,
                  label: fact.relation,
                })
          }
          onChange={(chosen) => setFact({ ...fact, relation: chosen?.value ?? '' })}
        />
      </Field>
      <Button type="submit" className="self-start" icon={<Plus aria-hidden="true" />} disabled={!isWhole || isFull}>
        {t('addFact')}
      </Button>
    </form>
  )
}

const NO_FACT: Tuple = { object: '', relation: '', subject: '' }

function textOf(context: JsonObject): string {
  return Object.keys(context).length === 0 ? '' : JSON.stringify(context, null, 2)
}

function readObject(text: string): JsonObject | undefined {
  if (text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as JsonObject) : undefined
  } catch {
    return undefined
  }
}
