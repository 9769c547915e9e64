import { describe, expect, it } from 'vitest'
import { linesOf, SAMPLES_MAX, type Sample, Samples } from './samples.ts'

function sample(atMs: number, perSecond = 1): Sample {
  return { atMs, perSecond, inFlight: 0, lagMs: 0, p50Ms: null, p90Ms: null, p99Ms: null }
}

describe('samples', () => {
  it('are kept up to a bound, the oldest first', () => {
    const samples = new Samples()
    for (let at = 1; at <= SAMPLES_MAX + 5; at++) samples.add(sample(at * 1_000))
    const all = samples.all()
    expect(all).toHaveLength(SAMPLES_MAX)
    expect(all[0]?.atMs).toBe(6_000)
    expect(all.at(-1)?.atMs).toBe((SAMPLES_MAX + 5) * 1_000)
  })

  it('are not taken twice', () => {
    const samples = new Samples()
    samples.add(sample(1_000))
    samples.add(sample(1_000))
    samples.add(sample(500))
    expect(samples.all()).toHaveLength(1)
  })

  it('make a line that is interrupted where nobody looked', () => {
    const { times, values } = linesOf([sample(1_000, 5), sample(3_000, 6), sample(60_000, 7)])
    expect(times).toEqual([1_000, 3_000, 3_001, 60_000])
    expect(values('perSecond')).toEqual([5, 6, null, 7])
    expect(values('p50Ms')).toEqual([null, null, null, null])
  })
})
