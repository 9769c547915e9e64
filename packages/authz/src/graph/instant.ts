// Instants as text, in the two spellings that can be told from their milliseconds alone: `2026-01-01T00:00:00Z` and
// `2026-01-01T00:00:00.000Z`. Every other spelling of an instant is kept as the text it is.

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{3})?Z$/

export interface Instant {
  readonly epochMs: number
  readonly withMs: boolean
}

export function parseInstant(text: string): Instant | undefined {
  if (text.length !== 20 && text.length !== 24) return undefined
  if (!INSTANT.test(text)) return undefined
  const epochMs = Date.parse(text)
  if (Number.isNaN(epochMs)) return undefined
  const withMs = text.length === 24
  return formatInstant(epochMs, withMs) === text ? { epochMs, withMs } : undefined
}

export function formatInstant(epochMs: number, withMs: boolean): string {
  const text = new Date(epochMs).toISOString()
  return withMs ? text : `${text.slice(0, 19)}Z`
}
