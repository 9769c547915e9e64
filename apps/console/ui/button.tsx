// A button does something; what leads somewhere is a link (link.tsx). One primary button in a view at most.
// While it is busy it keeps its place and its focus, and cannot be pressed a second time.

import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes.ts'
import { Humps } from './humps.tsx'

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger'
export type ButtonSize = 'medium' | 'small'

export interface ButtonProps extends ComponentProps<'button'> {
  readonly kind?: ButtonKind
  readonly size?: ButtonSize
  readonly icon?: ReactNode
  readonly isBusy?: boolean
}

const KINDS: Readonly<Record<ButtonKind, string>> = {
  primary: 'bg-accent text-on-accent shadow-raised hover:bg-accent-hover',
  secondary: 'border border-edge bg-surface text-ink hover:bg-hover',
  quiet: 'text-muted hover:bg-hover hover:text-ink',
  danger: 'bg-deny-fill text-on-deny-fill shadow-raised hover:brightness-110',
}

const SIZES: Readonly<Record<ButtonSize, string>> = {
  medium: 'min-h-control px-3 text-control',
  small: 'min-h-control-sm px-2 text-sm',
}

export function buttonClasses(kind: ButtonKind, size: ButtonSize, className?: string): string {
  return classes(
    'relative inline-flex select-none items-center justify-center gap-1.5 rounded-md font-medium transition-colors',
    'disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-default',
    '[&_svg:not(.lk-humps)]:size-4 [&_svg]:flex-none',
    KINDS[kind],
    SIZES[size],
    className,
  )
}

export function Button(props: ButtonProps) {
  const {
    kind = 'secondary',
    size = 'medium',
    icon,
    isBusy = false,
    className,
    children,
    onClick,
    type,
    ...rest
  } = props
  return (
    <button
      {...rest}
      type={isBusy ? 'button' : (type ?? 'button')}
      onClick={isBusy ? undefined : onClick}
      aria-disabled={isBusy || rest['aria-disabled']}
      aria-busy={isBusy || undefined}
      className={buttonClasses(kind, size, className)}
    >
      <span className={classes('inline-flex items-center gap-1.5', isBusy && 'opacity-0')}>
        {icon}
        {children}
      </span>
      {isBusy && <Humps isSwimming className="absolute h-3.5 w-11" />}
    </button>
  )
}
