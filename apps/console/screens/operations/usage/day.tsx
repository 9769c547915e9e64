'use client'
// A day without an hour, as people say it: the server counts use by days (UTC).

import { useMessages } from '#messages/use-messages.tsx'
import { useNow } from '#ui/use-now.ts'
import { dayText } from './day-text.ts'

/** `2026-11-21` */
export function Day({ day }: { readonly day: string }) {
  const { locale } = useMessages('operations')
  return (
    <time dateTime={day} title={day} suppressHydrationWarning>
      {dayText(day, useNow(), locale)}
    </time>
  )
}
