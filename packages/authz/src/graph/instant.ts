// Instants as text, in the two spellings that can be told from their milliseconds alone: `2026-01-01T00:00:00Z` and
// `2026-01-01T00:00:00.000Z`. Every other spelling of an instant is kept as the text it is.

const WITHOUT_MS = '0000-00-00T00:00:00Z'
const WITH_MS = '0000-00-00T00:00:00.000Z'
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Milliseconds since 1970; undefined when it is not one of the two spellings. */
export function parseInstant(text: string): number | undefined {
  if (!isSpelt(text, text.length === 20 ? WITHOUT_MS : WITH_MS)) return undefined
  const year = Number(text.slice(0, 4))
  const month = Number(text.slice(5, 7))
  const day = Number(text.slice(8, 10))
  const [hour, minute, second] = [Number(text.slice(11, 13)), Number(text.slice(14, 16)), Number(text.slice(17, 19))]
  if (year < 100 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return undefined
  if (hour > 23 || minute > 59 || second > 59) return undefined
  return Date.UTC(year, month - 1, day, hour, minute, second, hasMs(text) ? Number(text.slice(20, 23)) : 0)
}

export function hasMs(text: string): boolean {
  return text.length === WITH_MS.length
}

export function formatInstant(epochMs: number, withMs: boolean): string {
  const text = new Date(epochMs).toISOString()
  return withMs ? text : `${text.slice(0, 19)}Z`
}

/** A digit wherever the pattern has a 0, and otherwise the pattern's own character. */
function isSpelt(text: string, pattern: string): boolean {
  if (text.length !== pattern.length) return false
  for (let i = 0; i < pattern.length; i++) {
    const expected = pattern.charCodeAt(i)
    const code = text.charCodeAt(i)
    if (expected === 0x30 ? code < 0x30 || code > 0x39 : code !== expected) return false
  }
  return true
}

function daysOf(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeap ? 29 : DAYS[month - 1]!
}
