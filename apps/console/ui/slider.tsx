'use client'

import type { ComponentProps } from 'react'
import { classes } from './classes.ts'
import { useField } from './field.tsx'

export interface SliderProps extends Omit<ComponentProps<'input'>, 'type' | 'size'> {
  /** The value in words, for those who do not see where it stands: "3 March". */
  readonly valueText?: string
}

/** A value in a range, where near enough is good enough; beside it stands the exact one. */
export function Slider({ valueText, className, ...rest }: SliderProps) {
  const field = useField()
  return (
    <input {...field} {...rest} type="range" aria-valuetext={valueText} className={classes('lk-range', className)} />
  )
}
