'use client'

// One line of text, and the look of everything one types into or chooses from.

import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes.ts'
import { useField } from './field.tsx'

export interface TextInputProps extends ComponentProps<'input'> {
  /** For ids, relations, code. */
  readonly isMono?: boolean
  readonly before?: ReactNode
  readonly after?: ReactNode
}

/** The look of everything one types into or chooses from. */
export const INPUT_CLASSES =
  'min-h-control w-full min-w-0 rounded-md border border-edge bg-surface px-2.5 text-control text-ink transition-colors ' +
  'hover:border-muted focus-visible:outline-offset-0 aria-invalid:border-deny disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted'

export function TextInput({ isMono = false, before, after, className, ...rest }: TextInputProps) {
  const field = useField()
  const input = (
    <input
      type="text"
      autoComplete="off"
      {...field}
      {...rest}
      className={classes(
        INPUT_CLASSES,
        isMono && 'font-mono',
        'read-only:bg-sunken',
        Boolean(before) && 'ps-8.5',
        Boolean(after) && 'pe-9',
        !before && !after && className,
      )}
    />
  )
  if (!before && !after) return input
  return (
    <div className={classes('relative flex w-full items-center [&_svg]:size-4', className)}>
      {before && <span className="pointer-events-none absolute start-2.5 flex text-faint">{before}</span>}
      {input}
      {after && <span className="absolute end-1 flex items-center">{after}</span>}
    </div>
  )
}
