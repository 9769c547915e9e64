// What was asked in the last minute, counted in slots of five seconds.

import { expect, it } from 'vitest'
import { Pace, paceOf } from './pace.ts'

function paceAt(clock: { nowMs: number }): Pace {
  const pace = new Pace(() => clock.nowMs)
  pace.stop()
  return pace
}

it('says how many there were, how many failed and how long they took, to a tenth', () => {
  const clock = { nowMs: 0 }
  const pace = paceAt(clock)
  for (let ms = 1; ms <= 100; ms++) pace.observe('access.check', ms === 100 ? 503 : 200, ms)
  pace.observe('tuple.write', 201, 0)
  clock.nowMs = 2_000
  const { seconds, operations } = paceOf([pace.counts()])
  expect(seconds).toBe(2)
  const [check, write] = operations
  expect(check).toMatchObject({ action: 'access.check', count: 100, failed: 1 })
  for (const [told, real] of [
    [check!.p50Ms, 50],
    [check!.p90Ms, 90],
    [check!.p99Ms, 99],
  ] as const) {
    expect(told).toBeGreaterThanOrEqual(real)
    expect(told).toBeLessThan(real * 1.1)
  }
  expect(write).toEqual({ action: 'tuple.write', count: 1, failed: 0, p50Ms: 0.001, p90Ms: 0.001, p99Ms: 0.001 })
})

it('forgets what is older than a minute, and an action that nobody asks for any more', () => {
  const clock = { nowMs: 0 }
  const pace = paceAt(clock)
  pace.observe('access.check', 200, 1)
  for (let slot = 0; slot < 11; slot++) {
    clock.nowMs += 5_000
    pace.turn()
    pace.observe('tuple.write', 500, 1)
  }
  expect(paceOf([pace.counts()])).toMatchObject({
    seconds: 55,
    operations: [
      { action: 'tuple.write', count: 11, failed: 11 },
      { action: 'access.check', count: 1 },
    ],
  })
  clock.nowMs += 5_000
  pace.turn()
  expect(paceOf([pace.counts()])).toMatchObject({ seconds: 55, operations: [{ action: 'tuple.write', count: 11 }] })
})

it('adds up threads, and takes what is beyond every bound for the last one', () => {
  const clock = { nowMs: 0 }
  const [one, other] = [paceAt(clock), paceAt(clock)]
  one.observe('access.check', 200, 1)
  other.observe('access.check', 200, 1e9)
  other.observe('access.check', 500, Number.NaN)
  const { operations } = paceOf([one.counts(), other.counts()])
  expect(operations).toMatchObject([{ count: 3, failed: 1, p50Ms: 1.02 }])
  expect(operations[0]!.p99Ms).toBeGreaterThan(100_000)
})
