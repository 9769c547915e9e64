import { expect, it } from 'vitest'
import { Turns } from './turns.ts'

it('lets so many work at a time, in the order in which they came', async () => {
  const turns = new Turns(2, 10)
  const order: number[] = []
  let going = 0
  let most = 0
  await Promise.all(
    Array.from({ length: 8 }, async (_, i) => {
      expect(await turns.take()).toBe(true)
      order.push(i)
      most = Math.max(most, ++going)
      await new Promise(setImmediate)
      going--
      turns.give()
    }),
  )
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(most).toBe(2)
})

it('takes no turn for who has gone, and says when no more can wait', async () => {
  const turns = new Turns(1, 1)
  await turns.take()
  expect(turns.isFull).toBe(false)
  const late = turns.take(1)
  expect(turns.isFull).toBe(true)
  expect(await late).toBe(false)
  expect(turns.isFull).toBe(false)
  const next = turns.take(60_000)
  turns.give()
  expect(await next).toBe(true)
  turns.give()
  expect(await turns.take()).toBe(true)
})
