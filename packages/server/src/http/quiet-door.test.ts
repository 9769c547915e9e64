// Callers that open a connection for each request, without a pause, while the door closes.

import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, it } from 'vitest'
import { closeWhenQuiet, SilentConnections } from './quiet-door.ts'

const CALLERS = 12

it('cuts nobody: each is answered, or told that nobody is there', async () => {
  let answers = 0
  const server = createServer((_, response) => {
    answers++
    response.end('here')
  })
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve))
  const { port } = server.address() as AddressInfo
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, agent: false }, (response) => {
        response.on('error', reject).on('end', resolve).resume()
      })
      asked.on('error', reject).end()
    })
  const calling = Array.from({ length: CALLERS }, async () => {
    for (;;) {
      const failed = await ask().catch((error: NodeJS.ErrnoException) => error.code)
      if (failed !== undefined) return failed
    }
  })
  await expect.poll(() => answers).toBeGreaterThan(CALLERS)
  const letGo = await closeWhenQuiet(server)
  const before = answers
  letGo()
  expect(await Promise.all(calling)).toEqual(calling.map(() => 'ECONNREFUSED'))
  expect(answers).toBe(before + CALLERS)
})

it('ends a connection on which nothing was ever sent, and none that has asked', async () => {
  const server = createServer((_, response) => setTimeout(() => response.end('late'), 50))
  const silent = new SilentConnections(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const [quiet, asking] = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')]
  asking.write('GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n')
  await once(server, 'request')
  const ended = once(quiet.resume(), 'close')
  silent.end()
  await ended
  expect(String((await once(asking, 'data'))[0])).toMatch(/^HTTP\/1.1 200/)
  server.close()
  await once(server, 'close')
})
