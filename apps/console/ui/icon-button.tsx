'use client'

import type { ComponentProps, ReactNode } from 'react'
import { type ButtonKind, type ButtonSize, buttonClasses } from './button.tsx'
import { classes } from './classes.ts'
import { Tooltip } from './tooltip.tsx'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  /** What it does: it is read out, and shown when one points at it. */
  readonly label: string
  readonly icon: ReactNode
  readonly kind?: ButtonKind
  readonly size?: ButtonSize
  readonly shortcut?: string
}

export function IconButton(props: IconButtonProps) {
  const { label, icon, kind = 'quiet', size = 'medium', shortcut, className, type = 'button', ...rest } = props
  return (
    <Tooltip text={label} shortcut={shortcut} isLabel>
      <button
        {...rest}
        type={type}
        aria-label={label}
        className={buttonClasses(
          kind,
          size,
          classes(size === 'small' ? 'w-control-sm px-0' : 'w-control px-0', 'flex-none', className),
        )}
      >
        {icon}
      </button>
    </Tooltip>
  )
}
