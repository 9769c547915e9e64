'use client'

// A moment, by the browser's own picker, to the second, in the time of whoever looks. The zone stands beside it, because the people
// who compare what they see here with a log are rarely all in one.

import { type ComponentProps, useEffect, useState } from 'react'
import { classes } from './classes.ts'
import { useField } from './field.tsx'
import { fromLocalText, localZone, toLocalText } from './local-time.ts'
import { INPUT_CLASSES } from './text-input.tsx'

export interface DateTimeInputProps
  extends Omit<ComponentProps<'input'>, 'type' | 'value' | 'defaultValue' | 'onChange' | 'min' | 'max'> {
  readonly value: Date | undefined
  readonly onChange: (at: Date | undefined) => void
  readonly min?: Date
  readonly max?: Date
}

export function DateTimeInput({ value, onChange, min, max, className, ...rest }: DateTimeInputProps) {
  const field = useField()
  const [zone, setZone] = useState('')
  useEffect(() => setZone(localZone()), [])
  return (
    <div className={classes('flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1', className)}>
      <input
        {...field}
        {...rest}
        type="datetime-local"
        step={1}
        suppressHydrationWarning
        value={value ? toLocalText(value) : ''}
        min={min && toLocalText(min)}
        max={max && toLocalText(max)}
        onChange={(event) => onChange(fromLocalText(event.target.value))}
        className={classes(INPUT_CLASSES, 'flex-1 basis-52 tabular-nums')}
      />
      <span className="text-faint text-xs">{zone}</span>
    </div>
  )
}
