'use client'

import { useLocale } from './provider.tsx'
import { exactTime, relativeTime } from './relative-time.ts'
import { Tooltip } from './tooltip.tsx'
import { useNow } from './use-now.ts'

export interface TimeProps {
  readonly at: Date | string | number
  /** `exact` writes the date and time out; `relative` has them where one points. */
  readonly style?: 'relative' | 'exact'
  /** The exact time can be reached by keyboard too: for single facts, not for a column of a table. */
  readonly isFocusable?: boolean
  readonly className?: string
}

/** Server and browser may live in different time zones: what the browser says is what stays. */
export function Time({ at, style = 'relative', isFocusable = false, className }: TimeProps) {
  const locale = useLocale()
  const now = useNow()
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return <span className={className}>–</span>
  const exact = exactTime(date, locale)
  const time = (
    <time
      dateTime={date.toISOString()}
      dir="auto"
      className={className}
      suppressHydrationWarning
      {...(style === 'relative' && !isFocusable && { title: exact })}
      {...(isFocusable && { tabIndex: 0 })}
    >
      {style === 'exact' ? exact : relativeTime(date, now, locale)}
    </time>
  )
  return isFocusable ? <Tooltip text={exact}>{time}</Tooltip> : time
}
