'use client'

// One of a few. It is the browser's own select: it works in a form without script, and a phone shows its own wheel. What
// has more than some twenty choices, or comes from the server, is a combobox.

import { ChevronsUpDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { classes } from './classes.ts'
import { useField } from './field.tsx'
import { INPUT_CLASSES } from './text-input.tsx'

export interface SelectOption {
  readonly value: string
  readonly label: string
  readonly isDisabled?: boolean
}

export interface SelectProps extends Omit<ComponentProps<'select'>, 'children' | 'multiple' | 'size'> {
  readonly options: readonly SelectOption[]
  readonly isMono?: boolean
}

export function Select({ options, isMono = false, className, ...rest }: SelectProps) {
  const field = useField()
  return (
    <div className={classes('relative flex w-full items-center', className)}>
      <select
        {...field}
        {...rest}
        className={classes('lk-select items-center truncate pe-8', INPUT_CLASSES, isMono && 'font-mono')}
      >
        {options.map(({ value, label, isDisabled }) => (
          <option key={value} value={value} disabled={isDisabled}>
            {label}
          </option>
        ))}
      </select>
      <ChevronsUpDown aria-hidden="true" className="pointer-events-none absolute end-2.5 size-3.5 text-faint" />
    </div>
  )
}
