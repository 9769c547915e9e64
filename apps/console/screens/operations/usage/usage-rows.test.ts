import { expect, it } from 'vitest'
import { dayText } from './day-text.ts'
import { isUnused, modulesOf, type RelationUse, relationsShown, spanStart } from './usage-rows.ts'

const ROWS: readonly RelationUse[] = [
  { type: 'artist', relation: 'can_edit', module: 'music', lastUsed: '2026-11-20', uses: 5 },
  { type: 'artist', relation: 'can_pitch', module: 'music', lastUsed: null, uses: 0 },
  { type: 'show', relation: 'can_edit', module: 'podcasts', lastUsed: '2026-01-01', uses: 9 },
]
const NOW = Date.parse('2026-11-21T12:00:00Z')

it('counts what is unused since a day', () => {
  const start = spanStart('30', NOW)
  expect(start).toBe('2026-10-22')
  expect(spanStart('ever', NOW)).toBeUndefined()
  expect(ROWS.map((row) => isUnused(row, undefined))).toEqual([false, true, false])
  expect(ROWS.map((row) => isUnused(row, start))).toEqual([false, true, true])
})

it('sums by module, those with the most that is unused first', () => {
  expect(modulesOf(ROWS, undefined)).toEqual([
    { module: 'music', relations: 2, unused: 1, uses: 5, lastUsed: '2026-11-20' },
    { module: 'podcasts', relations: 1, unused: 0, uses: 9, lastUsed: '2026-01-01' },
  ])
})

it('shows by use, module and word', () => {
  const filter = { shown: 'unused', module: undefined, text: '', start: undefined } as const
  expect(relationsShown(ROWS, filter)).toEqual([ROWS[1]])
  expect(relationsShown(ROWS, { ...filter, shown: 'all', text: 'EDIT artist' })).toEqual([ROWS[0]])
  expect(relationsShown(ROWS, { ...filter, shown: 'all', module: 'podcasts' })).toEqual([ROWS[2]])
})

it.each([
  ['2026-11-21', 'today'],
  ['2026-11-20', 'yesterday'],
  ['2026-11-09', '12 days ago'],
  ['2026-01-01', 'Jan 1, 2026'],
])('%s is %s', (day, text) => {
  expect(dayText(day, NOW, 'en')).toBe(text)
})
