import { expect, it } from 'vitest'
import { fill } from './texts.ts'

it('fills what it is given, and leaves the rest', () => {
  expect(fill('{count} of {total}', { count: '3' })).toBe('3 of {total}')
  expect(fill('{toString}', {})).toBe('{toString}')
  expect(fill('{a}', { a: '{b}', b: 'x' })).toBe('{b}')
})
