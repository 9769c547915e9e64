// The offset of a time zone at an instant: `+05:30`, `UTC` or a name of the IANA database. A named zone is looked up
// through the platform's own database, one formatter per zone and at most 100 of them kept.

import { daysFromDate, type Timestamp } from './time.ts'
import { Failure } from './value.ts'

const FORMATTERS_MAX = 100
const formatters = new Map<string, Intl.DateTimeFormat>()

/** Seconds to add to UTC. */
export function zoneOffset(zone: string, time: Timestamp): number {
  if (zone === '' || zone === 'UTC') return 0
  const fixed = /^([+-]?)(\d\d):(\d\d)$/.exec(zone)
  if (fixed !== null) {
    const [, sign, hours, minutes] = fixed
    if (Number(hours) > 23 || Number(minutes) > 59) throw new Failure('time zone offset out of range')
    return (Number(hours) * 3600 + Number(minutes) * 60) * (sign === '-' ? -1 : 1)
  }
  return namedOffset(formatterOf(zone), time)
}

function namedOffset(formatter: Intl.DateTimeFormat, { seconds }: Timestamp): number {
  const fields = new Map<string, string>()
  for (const { type, value } of formatter.formatToParts(seconds * 1000)) fields.set(type, value)
  const field = (name: string) => Number(fields.get(name))
  const year = fields.get('era') === 'BC' ? 1 - field('year') : field('year')
  const days = daysFromDate(year, field('month'), field('day'))
  return days * 86_400 + field('hour') * 3600 + field('minute') * 60 + field('second') - seconds
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  const kept = formatters.get(zone)
  if (kept !== undefined) return kept
  const formatter = newFormatter(zone)
  if (formatters.size >= FORMATTERS_MAX) formatters.clear()
  formatters.set(zone, formatter)
  return formatter
}

function newFormatter(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    throw new Failure('time zone is not known')
  }
}
