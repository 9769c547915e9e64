'use client'
// A field for the name of a thing, with suggestions from the store.

import dynamic from 'next/dynamic'
import { useCallback, useMemo } from 'react'
import { Combobox } from '#ui/combobox.tsx'
import type { ComboboxOption } from '#ui/combobox-filter.ts'
import { Field } from '#ui/field.tsx'
import { useFindNames } from './use-names.ts'

// The signs of all types are many, and nobody sees them before there are suggestions.
const Named = dynamic(async () => (await import('./names.tsx')).Named, { ssr: false })

export interface NameFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (name: string) => void
  /** Absent: of any type. */
  readonly types?: readonly string[] | undefined
  readonly placeholder?: string
}

export function NameField({ label, value, onChange, types, placeholder }: NameFieldProps) {
  const findNames = useFindNames()
  const wanted = types?.join(' ')
  const suggest = useCallback(
    async (query: string, signal: AbortSignal): Promise<readonly ComboboxOption[]> => {
      const names = await findNames(query, wanted === undefined ? undefined : wanted.split(' '), signal)
      return names.map((name) => ({ value: name, label: name }))
    },
    [findNames, wanted],
  )
  const option = useMemo(() => (value === '' ? undefined : { value, label: value }), [value])
  return (
    <Field label={label}>
      <Combobox
        options={suggest}
        value={option}
        onChange={(chosen) => onChange(chosen?.value ?? '')}
        allowsOthers
        isMono
        renderOption={({ value: name }) => <Named name={name} />}
        {...(placeholder !== undefined && { placeholder })}
      />
    </Field>
  )
}
