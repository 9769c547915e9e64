// One of two to five short words, all seen at once: views, ranges of time. They are radio buttons, and behave so.

import { type ReactNode, useId } from 'react'
import { classes } from './classes.ts'

export interface SegmentedOption<Value extends string> {
  readonly value: Value
  readonly label: ReactNode
  readonly icon?: ReactNode
}

export interface SegmentedProps<Value extends string> {
  readonly label: string
  readonly options: readonly SegmentedOption<Value>[]
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly className?: string
}

export function Segmented<Value extends string>({ label, options, value, onChange, className }: SegmentedProps<Value>) {
  const name = useId()
  return (
    <fieldset
      className={classes('flex w-fit min-w-0 max-w-full rounded-md border border-line bg-sunken p-0.5', className)}
    >
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={classes(
            'flex min-h-[calc(var(--lk-control)-0.375rem)] min-w-0 cursor-pointer items-center justify-center gap-1.5 rounded-sm px-2.5 text-muted text-sm transition-colors hover:text-ink [&_svg]:size-4',
            'has-checked:bg-raised has-checked:font-medium has-checked:text-ink has-checked:shadow-raised has-focus-visible:outline-2 has-focus-visible:outline-focus',
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="sr-only"
          />
          {option.icon}
          <span className="truncate">{option.label}</span>
        </label>
      ))}
    </fieldset>
  )
}
