import { expect, it, test } from 'vitest'
import { fromLocalText, toLocalText } from './local-time.ts'

it('comes back as it was, to the second', () => {
  const at = new Date(2026, 2, 3, 4, 5, 9)
  expect(toLocalText(at)).toBe('2026-03-03T04:05:09')
  expect(fromLocalText(toLocalText(at))).toEqual(at)
})

test.each(['', '2026', '2026-03-03', '2026-13-03T04:05', '03.03.2026 04:05', '2026-03-03T04:05Z'])(
  '%j is no moment yet',
  (text) => {
    expect(fromLocalText(text)).toBeUndefined()
  },
)

it('takes minutes too, and writes nothing for no moment', () => {
  expect(fromLocalText('2026-03-03T04:05')).toEqual(new Date(2026, 2, 3, 4, 5))
  expect(toLocalText(new Date(Number.NaN))).toBe('')
})
