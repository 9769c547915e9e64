// What leads somewhere. `TextLink` stands in a sentence, `LinkButton` looks like a button because it is the next step.

import NextLink from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { type ButtonKind, type ButtonSize, buttonClasses } from './button.tsx'
import { classes } from './classes.ts'

type LinkProps = ComponentProps<typeof NextLink>

export function TextLink({ className, ...rest }: LinkProps) {
  return (
    <NextLink
      {...rest}
      className={classes(
        'rounded-sm text-accent-ink underline decoration-accent-line underline-offset-3 transition-colors hover:decoration-current',
        className,
      )}
    />
  )
}

export interface LinkButtonProps extends LinkProps {
  readonly kind?: ButtonKind
  readonly size?: ButtonSize
  readonly icon?: ReactNode
}

export function LinkButton({
  kind = 'secondary',
  size = 'medium',
  icon,
  className,
  children,
  ...rest
}: LinkButtonProps) {
  return (
    <NextLink {...rest} className={buttonClasses(kind, size, className)}>
      {icon}
      {children}
    </NextLink>
  )
}
