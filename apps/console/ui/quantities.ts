// How much, in words: counts, sizes, durations. By the rules of the language, with the unit that keeps the number short.

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** `1,204`; compact `1.2K`. */
export function countText(count: number, locale: string, isCompact = false): string {
  return new Intl.NumberFormat(locale, isCompact ? { notation: 'compact', maximumFractionDigits: 1 } : {}).format(count)
}

/** `14.2 MB`: three digits at most, in thousands. */
export function bytesText(bytes: number, locale: string): string {
  const power = bytes < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(bytes) / 3 + 1e-9))
  const format = { style: 'unit', unitDisplay: 'short', maximumSignificantDigits: 3 } as const
  return new Intl.NumberFormat(locale, { ...format, unit: BYTE_UNITS[power] ?? 'byte' }).format(bytes / 1000 ** power)
}

const MICROSECONDS = { above: 0, unit: 'microsecond', ms: 1e-3 }
const DURATIONS = [
  { above: 48 * 3_600_000, unit: 'day', ms: 86_400_000 },
  { above: 100 * 60_000, unit: 'hour', ms: 3_600_000 },
  { above: 100_000, unit: 'minute', ms: 60_000 },
  { above: 1_000, unit: 'second', ms: 1_000 },
  { above: 1, unit: 'millisecond', ms: 1 },
  MICROSECONDS,
] as const

/** `420 μs`, `3.2 ms`, `12 s`, `4 min`: two digits that matter, all of them from a hundred on. */
export function durationText(ms: number, locale: string): string {
  const { unit, ms: size } = DURATIONS.find(({ above }) => Math.abs(ms) >= above) ?? MICROSECONDS
  const value = ms / size
  const digits = Math.abs(value) >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 2 }
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', ...digits }).format(value)
}
