import { describe, expect, it } from 'vitest'
import { sparklineShape } from './sparkline-path.ts'

describe('a sparkline', () => {
  it('fits the values into its box, the highest above', () => {
    expect(sparklineShape([0, 10, 5], 100, 20)).toEqual({
      line: 'M0 20L50 0L100 10',
      area: 'M0 20L0 20L50 0L100 10L100 20Z',
      last: { x: 100, y: 10 },
    })
  })
  it('has a gap where nothing was measured', () => {
    expect(sparklineShape([0, null, 10, 10], 90, 10).line).toBe('M0 10M60 0L90 0')
  })
  it('lies in the middle where all are alike, and is nothing where there is nothing', () => {
    expect(sparklineShape([7, 7], 10, 10).line).toBe('M0 5L10 5')
    expect(sparklineShape([null, null], 10, 10)).toEqual({ line: '', area: '', last: undefined })
    expect(sparklineShape([], 10, 10)).toEqual({ line: '', area: '', last: undefined })
    expect(sparklineShape([3], 10, 10).last).toEqual({ x: 10, y: 5 })
  })
})
