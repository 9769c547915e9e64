const DAY_MS = 86_400_000
const DAYS_SAID = 60

/** `today`, `yesterday`, `12 days ago`; what is longer ago is a date. */
export function dayText(day: string, nowMs: number, locale: string): string {
  const at = Date.parse(`${day}T00:00:00Z`)
  const days = Math.round((at - Math.floor(nowMs / DAY_MS) * DAY_MS) / DAY_MS)
  if (Math.abs(days) > DAYS_SAID)
    return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(at)
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')
}
