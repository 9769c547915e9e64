'use client'
// A field for the name of a thing, with suggestions from the store. A name that nobody knows yet may be typed.

import { useCallback, useMemo } from 'react'
import { useClient } from '#session/browser-client.tsx'
import { useStore } from '#shell/store-context.tsx'
import { Combobox } from '#ui/combobox.tsx'
import type { ComboboxOption } from '#ui/combobox-filter.ts'
import { Field } from '#ui/field.tsx'
import { Thing } from '../words-context.tsx'

export interface NameFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (name: string) => void
  /** Empty: of any type. */
  readonly types?: readonly string[]
  readonly error?: string | undefined
  readonly placeholder?: string
  readonly className?: string
}

const NAMES_MAX = 30

export function NameField({ label, value, onChange, types = [], error, placeholder, className }: NameFieldProps) {
  const client = useClient()
  const { id: store } = useStore()
  const wanted = types.join(' ')
  const suggest = useCallback(
    async (text: string, signal: AbortSignal): Promise<readonly ComboboxOption[]> => {
      const among = wanted === '' ? {} : { types: wanted.split(' ') }
      const { items } = await client.access.findNames({ store, text, max: NAMES_MAX, ...among }, { signal })
      return items.map((name) => ({ value: name, label: name }))
    },
    [client, store, wanted],
  )
  const option = useMemo(() => (value === '' ? undefined : { value, label: value }), [value])
  return (
    <Field label={label} {...(error && { error })} {...(className && { className })}>
      <Combobox
        options={suggest}
        value={option}
        onChange={(chosen) => onChange(chosen?.value ?? '')}
        allowsOthers
        isMono
        renderOption={({ value: name }) => <Thing name={name} isPlain />}
        {...(placeholder && { placeholder })}
      />
    </Field>
  )
}
