import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatInstant, hasMs, parseInstant } from './instant.ts'

describe('an instant as text', () => {
  it('comes back as it was, whenever it is taken for one', () => {
    const instant = fc.date({ min: new Date(-1e14), max: new Date(2.5e14), noInvalidDate: true })
    const text = fc.oneof(
      instant.map((date) => date.toISOString()),
      instant.map((date) => `${date.toISOString().slice(0, 19)}Z`),
      fc
        .tuple(fc.nat(9999), fc.nat(13), fc.nat(32), fc.nat(25), fc.nat(61), fc.nat(61))
        .map(
          ([year, ...rest]) =>
            `${String(year).padStart(4, '0')}-${rest.map((each) => String(each).padStart(2, '0')).join(':')}Z`,
        )
        .map((each) => each.replace(':', '-').replace(':', 'T')),
      fc.string(),
    )
    fc.assert(
      fc.property(text, (each) => {
        const epochMs = parseInstant(each)
        if (epochMs === undefined) return
        expect(formatInstant(epochMs, hasMs(each))).toBe(each)
        expect(epochMs).toBe(Date.parse(each))
      }),
      { numRuns: 2000 },
    )
  })

  const cases: [string, number | undefined][] = [
    ['1970-01-01T00:00:00Z', 0],
    ['1970-01-01T00:00:00.001Z', 1],
    ['2024-02-29T23:59:59Z', Date.UTC(2024, 1, 29, 23, 59, 59)],
    ['2023-02-29T00:00:00Z', undefined],
    ['2100-02-29T00:00:00Z', undefined],
    ['2026-01-01T24:00:00Z', undefined],
    ['2026-01-01T00:00:60Z', undefined],
    ['0099-01-01T00:00:00Z', undefined],
    ['2026-01-01T00:00:00.0Z', undefined],
    ['2026-01-01T00:00:00+0Z', undefined],
    ['2026-01-01t00:00:00Z', undefined],
  ]
  it.each(cases)('%s is %s', (text, epochMs) => expect(parseInstant(text)).toBe(epochMs))
})
