// On or off, at once. The words say what is on, and do not change with the state.

import { type ComponentProps, type ReactNode, useId } from 'react'
import { classes } from './classes.ts'

export interface SwitchProps extends Omit<ComponentProps<'input'>, 'type' | 'size' | 'role'> {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly isLabelHidden?: boolean
}

export function Switch({ label, hint, isLabelHidden = false, className, ...rest }: SwitchProps) {
  const id = useId()
  return (
    <div className={classes('flex items-start gap-2.5', className)}>
      <input
        {...rest}
        id={id}
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: whether a check box is checked, the browser tells
        role="switch"
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="lk-switch"
      />
      <div className={isLabelHidden ? 'sr-only' : 'min-w-0'}>
        <label htmlFor={id} className="block text-sm">
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-muted text-xs">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
