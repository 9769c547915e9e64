// Starting and ending a server as whoever automates it does: by the process, its one line, signals and exit codes.

import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Lockness, lockness, ROOT_KEY, temporaryFolder } from '../../test/lockness-process.ts'

const PATIENCE_MS = 240_000
const LAUNCHER = fileURLToPath(new URL('../../../../scripts/lockness.mjs', import.meta.url))
const { folder, remove } = temporaryFolder()
const data = join(folder, 'data')
const started: Lockness[] = []

afterAll(async () => {
  for (const { child } of started) child.kill('SIGKILL')
  await Promise.all(started.map(({ ended }) => ended))
  remove()
})

function serve(...args: string[]): Lockness {
  const one = lockness(['serve', '--data', data, '--json', '--threads', '1', ...args], {
    env: { LOCKNESS_ROOT_KEY: ROOT_KEY },
  })
  started.push(one)
  return one
}

/** A request whose body has not come yet. */
async function sendHalf({ url }: { readonly url: string }): Promise<{ readonly socket: Socket; text(): string }> {
  const { port, hostname } = new URL(url)
  const socket = connect({ port: Number(port), host: hostname })
  let text = ''
  socket.on('error', () => undefined)
  socket.setEncoding('utf8').on('data', (part) => (text += part))
  await once(socket, 'connect')
  const head = [
    'POST /v1/stores HTTP/1.1',
    'host: a',
    `authorization: Bearer ${ROOT_KEY}`,
    'content-type: application/json',
  ]
  socket.write(`${[...head, 'content-length: 15'].join('\r\n')}\r\n\r\n`)
  await new Promise((resolve) => setTimeout(resolve, 200))
  return { socket, text: () => text }
}

async function ready(one: Lockness): Promise<{ event: string; url: string; pid: number }> {
  return JSON.parse(await one.firstLine())
}

describe('a server', { timeout: PATIENCE_MS }, () => {
  test('says one line when it is ready, answers, and ends with 0 at SIGTERM', async () => {
    const one = serve('--port', '0')
    const line = await ready(one)
    expect(line).toEqual({
      event: 'ready',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      pid: one.child.pid,
    })
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${ROOT_KEY}` }
    const made = await fetch(`${line.url}/v1/stores`, { method: 'POST', headers, body: '{"name":"docs"}' })
    expect(made.status).toBe(201)
    one.child.kill('SIGTERM')
    const { status, stdout } = await one.ended
    expect({ status, lines: stdout.trimEnd().split('\n').length }).toEqual({ status: 0, lines: 1 })
  })

  test('takes its data up again, and ends with 0 when it is interrupted before it is ready', async () => {
    const one = serve('--port', '0')
    await ready(one)
    one.child.kill('SIGINT')
    expect(await one.ended).toMatchObject({ status: 0 })
    const other = serve('--port', '0')
    await new Promise((resolve) => other.child.stderr?.once('data', resolve))
    other.child.kill('SIGTERM')
    expect(await other.ended).toMatchObject({ status: 0, stdout: '' })
  })

  test('goes on answering what has arrived when it is asked twice at once, as by a supervisor and by its launcher', async () => {
    const one = serve('--port', '0')
    const half = await sendHalf(await ready(one))
    one.child.kill('SIGTERM')
    one.child.kill('SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 300))
    half.socket.write('{"name":"late"}')
    expect(await one.ended).toMatchObject({ status: 0 })
    expect(half.text()).toMatch(/^HTTP\/1.1 201 /)
  })

  test('ends at once, and not with 0, when it is asked again later', async () => {
    const one = serve('--port', '0')
    await sendHalf(await ready(one))
    one.child.kill('SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    one.child.kill('SIGTERM')
    expect(await one.ended).toMatchObject({ status: 143 })
  })

  test('ends when its launcher is asked to, or is killed', async () => {
    for (const [signal, status] of [
      ['SIGTERM', 0],
      ['SIGINT', 0],
      ['SIGKILL', null],
    ] as const) {
      const one = lockness(['serve', '--data', data, '--json', '--threads', '1', '--port', '0'], {
        env: { LOCKNESS_ROOT_KEY: ROOT_KEY },
        command: [process.execPath, LAUNCHER],
      })
      started.push(one)
      const { pid } = await ready(one)
      expect(pid).not.toBe(one.child.pid)
      one.child.kill(signal)
      // Its output ends when the server does, not when the launcher does.
      expect(await one.ended).toMatchObject({ status })
    }
  })
})

describe('what cannot be started', { timeout: PATIENCE_MS }, () => {
  let taken: Server
  let port: number
  beforeAll(async () => {
    taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    port = (taken.address() as { port: number }).port
  })
  afterAll(() => void taken.close())

  async function refused(args: readonly string[], env: Record<string, string> = {}) {
    const one = lockness(args, { env: { LOCKNESS_ROOT_KEY: ROOT_KEY, ...env }, cwd: folder })
    started.push(one)
    const { status, stdout, stderr } = await one.ended
    const last = stderr.trimEnd().split('\n').at(-1) ?? ''
    return { status, stdout, error: args.includes('--json') ? JSON.parse(last).error : stderr }
  }

  test('a taken port', async () => {
    const { status, stdout, error } = await refused(['start', '--data', data, '--port', String(port), '--json'])
    expect({ status, stdout }).toEqual({ status: 5, stdout: '' })
    expect(error).toEqual({
      code: 'port_taken',
      message: `port ${port} on 127.0.0.1 is taken by another program`,
      next: `choose another with \`--port ${port + 1}\`, or any that is free with \`--port 0\``,
    })
  })

  test('a taken port, told to people', async () => {
    const { error } = await refused(['start', '--data', data, '--port', String(port)])
    expect(error).toContain(`error  port ${port} on 127.0.0.1 is taken by another program\nnext:  choose another`)
  })

  // biome-ignore format: a table is read by its columns
  test.each([
    ['an address of another machine',  ['--host', '192.0.2.1'],             {},                                   5, 'no_such_address'],
    ['a data folder that is a file',   ['--data', '/dev/null/data'],        {},                                   5, 'data_not_writable'],
    ['a data folder in a folder of no files', ['--data', '/proc/none'],     {},                                   5, 'data_not_writable'],
    ['no database there',              ['--database-url', 'postgresql://postgres@127.0.0.1:1/none'], {},          4, 'database_unavailable'],
    ['not a database at all',          ['--database-url', 'mysql://there'], {},                                   2, 'wrong_database_url'],
    ['a weak root key',                [],                                  { LOCKNESS_ROOT_KEY: 'short' },       2, 'weak_root_key'],
    ['a port that is none',            [],                                  { LOCKNESS_PORT: 'eighty' },          2, 'wrong_port'],
  ])('%s', async (_, args: readonly string[], env, status, code) => {
    const flags = ['--json', ...(args.includes('--data') || args.includes('--database-url') ? [] : ['--data', data])]
    const port = code === 'wrong_port' ? [] : ['--port', code === 'no_such_address' ? '18080' : '0']
    expect(await refused(['start', ...flags, ...port, ...args], env)).toMatchObject({ status, error: { code } })
  })
})
