// Times as people say them: "now", "3 minutes ago", "in 2 hours", and from a month on the date. Now is an argument.

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const STEPS: readonly { readonly below: number; readonly unit: Intl.RelativeTimeFormatUnit; readonly ms: number }[] = [
  { below: MINUTE, unit: 'second', ms: SECOND },
  { below: HOUR, unit: 'minute', ms: MINUTE },
  { below: DAY, unit: 'hour', ms: HOUR },
  { below: 7 * DAY, unit: 'day', ms: DAY },
  { below: 30 * DAY, unit: 'week', ms: 7 * DAY },
]

/** Under ten seconds is now; seconds are said in tens, as nobody reads faster. */
const NOW_MS = 10 * SECOND

export function relativeTime(at: Date, nowMs: number, locale: string): string {
  const difference = at.getTime() - nowMs
  const distance = Math.abs(difference)
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'long' })
  if (distance < NOW_MS) return format.format(0, 'second')
  const step = STEPS.find(({ below }) => distance < below)
  if (!step) return calendarDate(at, nowMs, locale)
  const count = Math.floor(distance / step.ms)
  const said = step.unit === 'second' ? count - (count % 10) : count
  return format.format(difference < 0 ? -said : said, step.unit)
}

/** The date, with its year when it is not the present one. */
function calendarDate(at: Date, nowMs: number, locale: string): string {
  const isThisYear = at.getFullYear() === new Date(nowMs).getFullYear()
  return at.toLocaleDateString(locale, { day: 'numeric', month: 'short', ...(!isThisYear && { year: 'numeric' }) })
}

/** To the second, with the offset, so that it can be compared with a log. */
export function exactTime(at: Date, locale: string): string {
  return at.toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'long' })
}
