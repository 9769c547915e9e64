// A connection that dies in the moment in which it was made: the database says that it is ready and that it ends, both in
// one piece. Nobody uses the connection yet, and the program has to live on.

import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Database, openDatabase } from '../src/store/database.ts'

let server: Server
let database: Database

beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(Buffer.concat([AUTHENTICATED, READY, ENDING])))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const connection = { url: `postgresql://lockness@127.0.0.1:${port}/postgres` }
  database = openDatabase({ connection, report: () => undefined })
})
afterAll(async () => {
  await database.close()
  server.close()
})

it('fails its query and nothing else', async () => {
  const uncaught: unknown[] = []
  const keep = (error: unknown) => uncaught.push(error)
  process.on('uncaughtExceptionMonitor', keep)
  const failed = Array.from({ length: 5 }, () => database.query('select 1'))
  for (const result of await Promise.allSettled(failed))
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } })
  process.off('uncaughtExceptionMonitor', keep)
  expect(uncaught).toEqual([])
})

function message(letter: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(letter)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

const AUTHENTICATED = message('R', Buffer.alloc(4))
const READY = message('Z', Buffer.from('I'))
const ENDING = message('E', Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0'))
