import { describe, expect, it } from 'vitest'
import { isFiltered, questionOf, readTupleFilter } from './tuple-filter.ts'

const NOW = Date.parse('2026-11-21T12:00:20Z')

describe('the filter of tuples', () => {
  it('takes what it knows from an address and leaves the rest', () => {
    const query = { object: 'doc:1', relation: ['viewer', 'editor'], subject: '', colour: 'red', ends: '7d' }
    expect(readTupleFilter(query)).toEqual({ object: 'doc:1', relation: 'viewer', ends: '7d' })
    expect(readTupleFilter({ ends: 'soon' })).toEqual({})
  })

  it.each([
    ['1h', '2026-11-21T13:01:00.000Z'],
    ['7d', '2026-11-28T12:01:00.000Z'],
    ['any', '9999-12-31T23:59:59Z'],
  ])('asks for what ends within %s', (ends, expiresBefore) => {
    expect(questionOf({ ends, relation: 'viewer' }, NOW)).toEqual({ relation: 'viewer', expiresBefore })
  })

  it('asks the same question for all pages of a minute', () => {
    expect(questionOf({ ends: '1d' }, NOW)).toEqual(questionOf({ ends: '1d' }, NOW + 30_000))
  })

  it('knows whether anything is narrowed down', () => {
    expect([isFiltered({}), isFiltered({ condition: 'window' })]).toEqual([false, true])
  })
})
