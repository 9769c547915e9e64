'use client'

import { useLocale } from './provider.tsx'
import { countText } from './quantities.ts'

export interface CountProps {
  readonly value: number
  /** `1.2K`, with the whole number where one points. */
  readonly isCompact?: boolean
  /** It is at least so many: counting stopped. */
  readonly isAtLeast?: boolean
}

export function Count({ value, isCompact = false, isAtLeast = false }: CountProps) {
  const locale = useLocale()
  const text = countText(value, locale, isCompact)
  return (
    <span dir="auto" className="tabular-nums" title={isCompact ? countText(value, locale) : undefined}>
      {isAtLeast ? `${text}+` : text}
    </span>
  )
}
