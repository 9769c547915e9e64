import { describe, expect, it } from 'vitest'
import { atStep, done, left, NOT_BEGUN, readProgress, STEPS, writeProgress } from './tour-progress.ts'
import { FIRST_QUESTIONS, TOUR_STEPS } from './tour-steps.ts'

describe('the progress of the tour', () => {
  it('is kept in a few characters', () => {
    for (const progress of [NOT_BEGUN, atStep(NOT_BEGUN, 2), left(atStep(NOT_BEGUN, 4)), done(atStep(NOT_BEGUN, 4))])
      expect(readProgress(writeProgress(progress))).toEqual(progress)
  })

  it.each([undefined, '', 'on', 'on.7.1.0', 'on.1.9.0', '<script>', 'gone.1.1.0'])('begins anew from %o', (text) => {
    expect(readProgress(text)).toEqual(NOT_BEGUN)
  })

  it('goes back without forgetting what was seen, and not beyond its ends', () => {
    const third = atStep(NOT_BEGUN, 2)
    expect(atStep(third, 0)).toMatchObject({ step: 0, seen: 3 })
    expect(atStep(third, 99)).toMatchObject({ step: STEPS - 1, seen: STEPS })
    expect(atStep(third, -1).step).toBe(0)
  })

  it('makes the page the overview at its end', () => {
    expect(done(atStep(NOT_BEGUN, 4))).toMatchObject({ state: 'done', seen: STEPS, isIntroHidden: true })
  })
})

describe('the steps', () => {
  it('are as many as are counted, and all about the store of the demo', () => {
    expect(TOUR_STEPS).toHaveLength(STEPS)
    for (const { href } of [...TOUR_STEPS, ...FIRST_QUESTIONS]) expect(href('01 S')).toMatch(/^\/.*01(%20|\+)S/)
  })
})
