// What somebody types into a field, as the value that a condition takes: texts stay texts, whatever they look like; all
// else is JSON where it is some.

import type { JsonValue } from '@lockness/authz'

const TEXTS: readonly string[] = ['string', 'timestamp', 'duration', 'ipaddress']

export function contextValue(text: string, type: string | undefined): JsonValue {
  const trimmed = text.trim()
  if (type !== undefined && TEXTS.includes(type)) return trimmed
  try {
    return JSON.parse(trimmed)
  } catch {
    return trimmed
  }
}
