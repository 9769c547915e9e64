import { expect, test } from 'vitest'
import { z } from 'zod'
import { type App, question } from '../action.ts'
import { createListener } from './listener.ts'
import { hotRoute, type Route, route } from './route.ts'

const check = question({
  name: 'store.check',
  input: z.strictObject({ store: z.string(), subject: z.string() }),
  permit: () => ({ anyone: 'a test' }),
  answer: () => 'never asked',
})
const list = question({ ...check, name: 'store.list' })

test('a table that could not be served safely does not start', async () => {
  const { permit: _, ...open } = check
  const start = (routes: Route[]) =>
    createListener({ app: {} as App, authenticate: () => undefined, routes, clock: () => 0 })
  await expect(start([route('GET', '/a', open as typeof check)])).rejects.toThrow('has no permit')
  await expect(start([route('GET', '/a', list), route('GET', '/a', list)])).rejects.toThrow('on two rows')
  await expect(start([route('GET', '/a', list), route('GET', '/b', { ...list })])).rejects.toThrow('two actions')
  const refined = question({ ...check, input: check.input.refine(({ subject }) => subject !== 'x') })
  await expect(start([hotRoute('POST', '/v1/:store', refined)])).rejects.toThrow('cannot say')
  await expect(start([hotRoute('POST', '/v1/:nothing', check)])).rejects.toThrow('takes no `nothing`')
})
