import { describe, expect, it, test } from 'vitest'
import { exactTime, relativeTime } from './relative-time.ts'

const NOW = Date.parse('2026-03-03T12:00:00Z')
const S = 1_000
const M = 60 * S
const H = 60 * M
const D = 24 * H

// biome-ignore format: a table is read by its columns
const CASES: readonly (readonly [distanceMs: number, en: string, de: string])[] = [
  [0,            'now',            'jetzt'],
  [-9 * S,       'now',            'jetzt'],
  [9 * S,        'now',            'jetzt'],
  [-10 * S,      '10 seconds ago', 'vor 10 Sekunden'],
  [-59 * S,      '50 seconds ago', 'vor 50 Sekunden'],
  [-60 * S,      '1 minute ago',   'vor 1 Minute'],
  [-59.9 * M,    '59 minutes ago', 'vor 59 Minuten'],
  [-60 * M,      '1 hour ago',     'vor 1 Stunde'],
  [-23.9 * H,    '23 hours ago',   'vor 23 Stunden'],
  [-24 * H,      'yesterday',      'gestern'],
  [-6.9 * D,     '6 days ago',     'vor 6 Tagen'],
  [-7 * D,       'last week',      'letzte Woche'],
  [-29.9 * D,    '4 weeks ago',    'vor 4 Wochen'],
  [2 * H,        'in 2 hours',     'in 2 Stunden'],
  [3 * D,        'in 3 days',      'in 3 Tagen'],
]

describe('a time as people say it', () => {
  test.each(CASES)('%d ms from now is %s, %s', (distance, en, de) => {
    expect(relativeTime(new Date(NOW + distance), NOW, 'en')).toBe(en)
    expect(relativeTime(new Date(NOW + distance), NOW, 'de')).toBe(de)
  })

  it('is a date from a month on, with its year when it is another', () => {
    expect(relativeTime(new Date(NOW - 31 * D), NOW, 'en')).toBe('Jan 31')
    expect(relativeTime(new Date(NOW - 365 * D), NOW, 'en')).toBe('Mar 3, 2025')
    expect(relativeTime(new Date(NOW + 90 * D), NOW, 'de')).toBe('1. Juni')
  })

  it('is exact to the second, with the zone', () => {
    expect(exactTime(new Date(NOW), 'en')).toMatch(/Mar [34], 2026, \d{1,2}:\d\d:00\s[AP]M .+/)
  })
})
