'use client'

import type { ComponentProps } from 'react'
import { classes } from './classes.ts'
import { useField } from './field.tsx'
import { INPUT_CLASSES } from './text-input.tsx'

export interface TextAreaProps extends ComponentProps<'textarea'> {
  readonly isMono?: boolean
}

/** Grows with what is in it where the browser can, and can be pulled larger everywhere. */
export function TextArea({ isMono = false, className, rows = 3, ...rest }: TextAreaProps) {
  const field = useField()
  return (
    <textarea
      {...field}
      {...rest}
      rows={rows}
      className={classes(
        INPUT_CLASSES,
        'field-sizing-content max-h-96 resize-y py-1.5 leading-5',
        isMono && 'font-mono',
        className,
      )}
    />
  )
}
