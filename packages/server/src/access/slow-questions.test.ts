// The slowest questions of the last minutes: what is kept, what is told of it, and that it never grows.

import { expect, it } from 'vitest'
import { z } from 'zod'
import { type Asked, question } from '../action.ts'
import { Streamed } from '../http/stream.ts'
import { type Questioned, SlowQuestions } from './slow-questions.ts'

class Clock {
  nowMs = 0
  readonly slow = new SlowQuestions({ nowMs: () => this.nowMs, now: () => new Date(this.nowMs) })

  /** A question that takes a while and looks at the engine's clock. */
  taking(tookMs: number, looks: number, then: () => unknown = () => ({ allowed: true })) {
    return this.slow.measure(
      question({
        name: 'access.check',
        input: z.custom<Questioned>(),
        permit: () => ({ anyone: 'a test' }),
        answer: (asked: Asked) => {
          for (let look = 0; look < looks; look++) asked.clock?.()
          this.nowMs += tookMs
          return then()
        },
      }),
    )
  }

  ask(tookMs: number, input: Partial<Questioned> = {}, looks = 1): unknown {
    return this.taking(tookMs, looks).answer({} as Asked, { store: 's', ...input })
  }
}

it('keeps what was asked with its cost, the slowest first', () => {
  const clock = new Clock()
  clock.ask(2, { subject: 'user:ann', relation: 'viewer', object: 'doc:1' })
  clock.ask(7, { subject: 'user:ann', relation: 'viewer', type: 'doc' }, 4)
  clock.ask(5, { store: 't', checks: [triple('doc:1#viewer'), triple('doc:2#viewer')] }, 3)
  clock.ask(4, { checks: [triple('doc:1#viewer'), triple('org:2#viewer')] })
  clock.ask(3, { object: 'doc:1', relation: 'viewer', type: 'user' })
  const doc = { type: 'doc', relation: 'viewer' }
  const [step, about] = [8_192, { subject: 'user:ann' }]
  expect(clock.slow.list().map(({ atMs: _, action: __, hasFailed: ___, ...rest }) => rest)).toEqual([
    { store: 's', ...doc, tookMs: 7, stepsMin: 3 * step, about },
    { store: 't', ...doc, tookMs: 5, stepsMin: step, checks: 2, about: {} },
    { store: 's', relation: 'viewer', tookMs: 4, stepsMin: 0, checks: 2, about: {} },
    { store: 's', ...doc, tookMs: 3, stepsMin: 0, about: { object: 'doc:1' } },
    { store: 's', ...doc, tookMs: 2, stepsMin: 0, about: { ...about, object: 'doc:1' } },
  ])
})

it('keeps twenty of a minute and five minutes, however much is asked', () => {
  const clock = new Clock()
  for (let minute = 0; minute < 8; minute++) {
    for (let ms = 1; ms <= 100; ms++) clock.ask(ms % 50)
    clock.nowMs = (minute + 1) * 60_000
    expect(clock.slow.list().length).toBeLessThanOrEqual(100)
  }
  clock.ask(1)
  const kept = clock.slow.list()
  expect(kept).toHaveLength(4 * 20 + 1)
  expect(kept.at(-1)?.tookMs).toBe(1)
  expect(kept.slice(0, -1).every(({ tookMs }) => tookMs >= 40)).toBe(true)
  clock.nowMs += 5 * 60_000
  expect(clock.slow.list()).toEqual([])
})

it('notes what came to an error, at once or later', async () => {
  const clock = new Clock()
  const fails = () => {
    throw new Error('a bound')
  }
  const later = async () => fails()
  expect(() => clock.taking(3, 1, fails).answer({} as Asked, { store: 's' })).toThrow('a bound')
  await expect(clock.taking(9, 1, later).answer({} as Asked, { store: 's' })).rejects.toThrow('a bound')
  expect(clock.slow.list()).toMatchObject([
    { tookMs: 9, hasFailed: true },
    { tookMs: 3, hasFailed: true },
  ])
})

it('counts a list until its end, without the time that its reader takes', async () => {
  const clock = new Clock()
  const pieces = function* (): Generator<string> {
    clock.nowMs += 10
    yield 'one'
    clock.nowMs += 10
    yield 'two'
  }
  const list = clock.taking(1, 1, async () => new Streamed('application/x-ndjson', pieces()))
  const streamed = (await list.answer({} as Asked, { store: 's' })) as Streamed
  expect(clock.slow.list()).toEqual([])
  for await (const _ of streamed.pieces) clock.nowMs += 1_000
  expect(clock.slow.list()).toMatchObject([{ tookMs: 21, hasFailed: false }])
  const cut = (await list.answer({} as Asked, { store: 's' })) as Streamed
  for await (const _ of cut.pieces) break
  expect(clock.slow.list()).toMatchObject([{ tookMs: 21 }, { tookMs: 11, hasFailed: true }])
})

function triple(text: string): { relation: string; object: string } {
  const [object = '', relation = ''] = text.split('#')
  return { object, relation }
}
