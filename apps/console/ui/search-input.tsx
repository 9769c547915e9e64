'use client'

// What one types to find something in what is there. Escape empties it first, and leaves it when it is empty.

import { Search, X } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Kbd } from './kbd.tsx'
import { useUiTexts } from './provider.tsx'
import { TextInput } from './text-input.tsx'

export interface SearchInputProps extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type' | 'size'> {
  readonly value: string
  readonly onChange: (text: string) => void
  /** The key that leads here, when the page has one: `/`. */
  readonly shortcut?: string
}

export function SearchInput({ value, onChange, shortcut, ...rest }: SearchInputProps) {
  const texts = useUiTexts()
  const after = value ? (
    <button
      type="button"
      aria-label={texts.clear}
      onClick={() => onChange('')}
      className="flex size-6 items-center justify-center rounded-md text-faint hover:bg-hover hover:text-ink"
    >
      <X aria-hidden="true" className="size-3.5" />
    </button>
  ) : (
    shortcut && <Kbd keys={shortcut} className="pe-1.5" />
  )
  return (
    <TextInput
      aria-label={rest.placeholder ?? texts.search}
      {...rest}
      type="text"
      role="searchbox"
      enterKeyHint="search"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || value === '') return
        event.stopPropagation()
        onChange('')
      }}
      before={<Search aria-hidden="true" />}
      after={after}
    />
  )
}
