'use client'

// A label, a control, a hint, an error: tied together by ids, once. The control asks `useField()` for what it must
// carry, so a text input inside a field needs neither id nor aria. Alone, a control takes its own `aria-label`.

import { CircleAlert } from 'lucide-react'
import { createContext, type ReactNode, use, useId, useMemo } from 'react'
import { classes } from './classes.ts'
import { useUiTexts } from './provider.tsx'

export interface FieldProps {
  readonly label: ReactNode
  readonly hint?: ReactNode
  /** What is wrong and what would be right. The control is marked invalid while there is one. */
  readonly error?: ReactNode
  readonly isRequired?: boolean
  readonly isOptional?: boolean
  readonly isLabelHidden?: boolean
  readonly className?: string
  readonly children: ReactNode
}

export interface FieldControl {
  readonly id?: string
  readonly required?: boolean
  readonly 'aria-describedby'?: string
  readonly 'aria-invalid'?: true
}

const FieldContext = createContext<FieldControl>({})

export function useField(): FieldControl {
  return use(FieldContext)
}

export function Field(props: FieldProps) {
  const {
    label,
    hint,
    error,
    isRequired = false,
    isOptional = false,
    isLabelHidden = false,
    className,
    children,
  } = props
  const id = useId()
  const texts = useUiTexts()
  const isInvalid = Boolean(error)
  const hasHint = Boolean(hint)
  const control = useMemo((): FieldControl => {
    const described = [isInvalid && `${id}-error`, hasHint && `${id}-hint`].filter(Boolean).join(' ')
    return {
      id,
      ...(isRequired && { required: true }),
      ...(described && { 'aria-describedby': described }),
      ...(isInvalid && { 'aria-invalid': true as const }),
    }
  }, [id, isRequired, isInvalid, hasHint])

  return (
    <div className={classes('flex min-w-0 flex-col gap-1.5', className)}>
      <label htmlFor={id} className={classes('font-medium text-sm', isLabelHidden && 'sr-only')}>
        {label}
        {isRequired && <span className="ms-1 font-normal text-faint text-xs">({texts.required})</span>}
        {isOptional && <span className="ms-1 font-normal text-faint text-xs">({texts.optional})</span>}
      </label>
      <FieldContext value={control}>{children}</FieldContext>
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-deny text-sm">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 flex-none" />
          <span className="min-w-0">{error}</span>
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="text-muted text-xs">
          {hint}
        </p>
      )}
    </div>
  )
}
