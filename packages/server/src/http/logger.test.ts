import { expect, test } from 'vitest'
import { z } from 'zod'
import { type App, question } from '../action.ts'
import { createListener } from './listener.ts'
import { createLogger } from './logger.ts'
import { route } from './route.ts'

test('secrets are struck out, and the rest is told', () => {
  const lines: string[] = []
  const logger = createLogger({ stream: { write: (line: string) => lines.push(line) } })
  logger.info(
    {
      requestId: 'r1',
      token: 'hunter2',
      headers: { authorization: 'Bearer hunter2', host: 'a' },
      a: { b: { password: 'hunter2' } },
    },
    'told',
  )
  logger.child({ actor: { key: 'hunter2', subject: 'user:anne' } }).error({ err: new Error('away') }, 'failed')
  logger.debug('not told')
  expect(lines.length).toBe(2)
  expect(lines.join('')).not.toContain('hunter2')
  expect(JSON.parse(lines[0]!)).toMatchObject({
    requestId: 'r1',
    msg: 'told',
    headers: { host: 'a', authorization: '[struck out]' },
  })
  expect(JSON.parse(lines[1]!)).toMatchObject({ actor: { subject: 'user:anne' }, err: { message: 'away' } })
})

test('a server writes a failure with its request id, and nothing of what went well', async () => {
  const lines: string[] = []
  const fail = question({
    name: 'store.fail',
    input: z.object({ bad: z.coerce.boolean() }),
    strangers: 'a test',
    permit: () => ({ anyone: 'a test' }),
    answer(_, { bad }) {
      if (bad) throw new Error('a bug')
      return {}
    },
  })
  const { fastify } = await createListener({
    app: { now: () => new Date(0), id: () => 'r7' } as App,
    authenticate: () => undefined,
    routes: [route('GET', '/fail', fail)],
    clock: () => 0,
    logger: createLogger({ stream: { write: (line: string) => lines.push(line) } }),
  })
  expect((await fastify.inject('/fail?bad=')).statusCode).toBe(200)
  expect((await fastify.inject({ url: '/fail', headers: { authorization: 'Bearer hunter2' } })).statusCode).toBe(401)
  expect(lines).toEqual([])
  expect((await fastify.inject('/fail?bad=1')).statusCode).toBe(500)
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ requestId: 'r7', err: { message: 'a bug' } }])
  await fastify.close()
})
