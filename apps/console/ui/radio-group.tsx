// One of a few that should all be seen, with a sentence each. Short words without sentences are a segmented control.

import { type ReactNode, useId } from 'react'
import { classes } from './classes.ts'

export interface RadioOption {
  readonly value: string
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly isDisabled?: boolean
}

export interface RadioGroupProps {
  readonly label: ReactNode
  readonly options: readonly RadioOption[]
  readonly value?: string
  readonly defaultValue?: string
  readonly onChange?: (value: string) => void
  /** In a form; without it a name is made. */
  readonly name?: string
  readonly className?: string
}

export function RadioGroup({ label, options, value, defaultValue, onChange, name, className }: RadioGroupProps) {
  const id = useId()
  return (
    <fieldset className={classes('flex min-w-0 flex-col gap-2', className)}>
      <legend className="mb-1.5 font-medium text-sm">{label}</legend>
      {options.map((option) => (
        <div key={option.value} className="flex items-start gap-2.5">
          <input
            type="radio"
            id={`${id}-${option.value}`}
            name={name ?? id}
            value={option.value}
            disabled={option.isDisabled}
            className="lk-radio mt-0.5"
            aria-describedby={option.hint ? `${id}-${option.value}-hint` : undefined}
            onChange={() => onChange?.(option.value)}
            {...(value === undefined
              ? { defaultChecked: option.value === defaultValue }
              : { checked: option.value === value })}
          />
          <div className="min-w-0">
            <label htmlFor={`${id}-${option.value}`} className="block text-sm">
              {option.label}
            </label>
            {option.hint && (
              <p id={`${id}-${option.value}-hint`} className="text-muted text-xs">
                {option.hint}
              </p>
            )}
          </div>
        </div>
      ))}
    </fieldset>
  )
}
