'use client'
// What a condition on the way needs to know and nobody has said: named, with its type, and given right here.

import type { JsonObject } from '@lockness/authz'
import { type FormEvent, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { Field } from '#ui/field.tsx'
import { TextInput } from '#ui/text-input.tsx'
import { contextValue } from './context-value.ts'
import { useWords } from './words-context.tsx'

export interface MissingContextProps {
  readonly missing: readonly string[]
  readonly onGiven: (context: JsonObject) => void
}

export function MissingContext({ missing, onGiven }: MissingContextProps) {
  const t = useMessages('explorer')
  const words = useWords()
  const [texts, setTexts] = useState<ReadonlyMap<string, string>>(new Map())
  const isWhole = missing.every((name) => (texts.get(name) ?? '').trim() !== '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isWhole) return
    const entries = missing.map(
      (name) => [name, contextValue(texts.get(name) ?? '', words.parameterType(name))] as const,
    )
    onGiven(Object.fromEntries(entries))
  }
  return (
    <Banner tone="cond" title={t('missingTitle', { count: missing.length, names: missing.join(', ') })}>
      <p>{t('missingHint')}</p>
      <form onSubmit={submit} className="mt-3 flex flex-wrap items-end gap-3">
        {missing.map((name) => (
          <Field key={name} label={name} hint={words.parameterType(name)} className="min-w-40 flex-1">
            <TextInput
              isMono
              placeholder={exampleOf(words.parameterType(name))}
              value={texts.get(name) ?? ''}
              onChange={(event) => setTexts(new Map(texts).set(name, event.target.value))}
            />
          </Field>
        ))}
        <Button type="submit" kind="primary" disabled={!isWhole}>
          {t('askWithContext')}
        </Button>
      </form>
    </Banner>
  )
}

const EXAMPLES: Readonly<Record<string, string>> = {
  timestamp: '2026-11-21T12:00:00Z',
  duration: '15m',
  int: '2',
  uint: '2',
  double: '0.5',
  bool: 'true',
  string: 'SE',
  ipaddress: '192.0.2.1',
}

function exampleOf(type: string | undefined): string | undefined {
  if (type === undefined) return undefined
  if (type.startsWith('list')) return '["SE"]'
  return Object.hasOwn(EXAMPLES, type) ? EXAMPLES[type] : undefined
}
