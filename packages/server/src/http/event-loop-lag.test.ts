import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { measureLag } from './event-loop-lag.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A loop whose timers come as late as it is told. */
function loop(lateness: readonly number[]): number[] {
  let now = 0
  const lag = measureLag(() => now)
  const read = lateness.map((late) => {
    now += 50 + late
    vi.advanceTimersByTime(50)
    return lag.read()
  })
  lag.stop()
  return read
}

test('one long block is over when the next timer is in time', () => {
  expect(loop([0, 0, 1_500, 0, 0, 0])).toEqual([0, 0, 0, 0, 0, 0])
})

test('a loop that stays behind is late by what it is late at least', () => {
  expect(loop([300, 250, 400, 270, 260, 500, 0])).toEqual([0, 0, 0, 0, 250, 250, 0])
})
