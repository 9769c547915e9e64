// The server with a guest: pages on the same port, by one thread and by two, on two nodes of one database; what happens
// when it fails, and when the server ends. The guest is a stand-in, so that nothing has to be built for it.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startCluster, type TestCluster } from '../test/cluster.ts'
import { type Server, type ServerOptions, startServer } from './server.ts'

const KEY = 'a-root-key-for-tests-only'
const ENTRY = new URL('./console/test/stand-in.ts', import.meta.url)
let cluster: TestCluster
let databaseUrl: string
let folder: string
const servers: Server[] = []
const reports: string[] = []

beforeAll(async () => {
  cluster = await startCluster()
  const { host, user } = cluster.embedded.connection
  const { database } = cluster.connection as { database: string }
  databaseUrl = `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}`
  folder = mkdtempSync(join(tmpdir(), 'lockness-console-'))
}, 60_000)
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
}, 60_000)
afterAll(async () => {
  await cluster.stop()
  rmSync(folder, { recursive: true })
}, 60_000)

async function begin(options: Partial<ServerOptions> = {}): Promise<Server> {
  const report = (message: string) => void reports.push(message)
  const base = {
    place: { databaseUrl },
    host: '127.0.0.1',
    port: 0,
    rootKey: KEY,
    report,
    console: { entry: ENTRY, folder },
  }
  const server = await startServer({ ...base, ...options })
  servers.push(server)
  return server
}

async function get({ url }: Server, path: string): Promise<{ status: number; text: string }> {
  const headers = { authorization: `Bearer ${KEY}`, connection: 'close', accept: 'text/html' }
  const answer = await fetch(url + path, { headers })
  return { status: answer.status, text: await answer.text() }
}

async function until(found: () => Promise<boolean>): Promise<void> {
  while (!(await found())) await new Promise((resolve) => setTimeout(resolve, 25))
}

test.for([1, 2])('%d threads: pages beside the API, whose names stay its own', async (threads) => {
  const server = await begin({ threads })
  for (let i = 0; i < 6; i++) {
    expect(await get(server, '/s/a%2Fb/data?x=1')).toMatchObject({
      status: 200,
      text: expect.stringContaining('/s/a%2Fb/data'),
    })
    expect(await get(server, '/')).toMatchObject({ status: 200 })
    expect((await get(server, '/v1/stores')).status).toBe(200)
    expect(JSON.parse((await get(server, '/v1/nothing')).text)).toMatchObject({ code: 'route_not_found' })
    expect((await get(server, '/stores/x/y/z')).status).toBe(404)
    expect((await get(server, '/.well-known/nothing')).text).not.toContain('pathname')
  }
})

test('the guest is told where the API is and its secret, and nothing of the environment', async () => {
  const [one, two] = [await begin(), await begin()]
  const { env } = JSON.parse((await get(one, '/')).text)
  expect(Object.keys(env).sort()).toEqual([
    'LOCKNESS_CONSOLE_SECRET',
    'LOCKNESS_URL',
    'NEXT_TELEMETRY_DISABLED',
    'NODE_ENV',
    'NO_COLOR',
  ])
  expect(env.LOCKNESS_URL).toBe(one.url)
  expect(env.LOCKNESS_CONSOLE_SECRET).toHaveLength(43)
  // A session of one node is known to the others.
  expect(JSON.parse((await get(two, '/')).text).env.LOCKNESS_CONSOLE_SECRET).toBe(env.LOCKNESS_CONSOLE_SECRET)
})

test('without a console, what is on no table is not found, and there is no link', async () => {
  const server = await begin({ console: undefined })
  expect(JSON.parse((await get(server, '/')).text)).toMatchObject({ status: 404, code: 'route_not_found' })
  expect(server.signInLink()).toBeUndefined()
})

test('a guest that fails is started again, and the API does not notice', async () => {
  const server = await begin({ threads: 2 })
  const failing = await get(server, '/fail')
  expect(failing).toMatchObject({ status: 503, text: expect.stringContaining('The console is being started') })
  expect((await get(server, '/v1/stores')).status).toBe(200)
  await until(async () => (await get(server, '/')).status === 200)
  expect(reports.join('\n')).toMatch(
    /the console failed: Error: a page has failed so badly[\s\S]*started again in 500 ms/,
  )
})

test('one that cannot be started leaves the server as it is', async () => {
  writeFileSync(join(folder, 'broken'), '')
  const server = await begin()
  expect((await get(server, '/v1/stores')).status).toBe(200)
  expect((await get(server, '/')).status).toBe(503)
  rmSync(join(folder, 'broken'))
  await until(async () => (await get(server, '/')).status === 200)
})

test('a link gives a key with an end, once; it is listed and can be revoked', async () => {
  const server = await begin({ threads: 2 })
  const link = server.signInLink() ?? ''
  expect(link).toMatch(new RegExp(`^${server.url}/sign-in#code=[\\w-]{43}$`))
  expect(server.signInLink()).not.toBe(link)
  const code = link.split('#code=')[1]
  const found = JSON.parse((await get(server, `/redeem?code=${code}`)).text)
  expect(JSON.parse((await get(server, `/redeem?code=${code}`)).text)).toBeNull()
  const asked = (key: string, path: string, method = 'GET') =>
    fetch(server.url + path, { method, headers: { authorization: `Bearer ${key}` } })
  expect((await asked(found.key, '/v1/stores')).status).toBe(200)
  const { items } = (await (await asked(KEY, '/v1/keys')).json()) as { items: Record<string, unknown>[] }
  const minted = items.find(({ name }) => name === 'Console, by a sign-in link')
  expect(minted).toMatchObject({
    roles: ['manager'],
    createdBy: 'system',
    expiresAt: new Date(found.endsAtMs).toISOString(),
  })
  const { items: audited } = (await (await asked(KEY, '/v1/audit')).json()) as { items: Record<string, unknown>[] }
  expect(audited[0]).toMatchObject({ action: 'key.create', actor: 'system', reason: 'a sign-in link was used' })
  expect((await asked(KEY, `/v1/keys/${minted?.id}`, 'DELETE')).status).toBe(200)
  await until(async () => (await asked(found.key, '/v1/stores')).status === 401)
})

test('behind a public address, the link leads there', async () => {
  const server = await begin({ publicOrigin: 'https://iam.example' })
  expect(server.signInLink()).toMatch(/^https:\/\/iam\.example\/sign-in#code=/)
  expect(JSON.parse((await get(server, '/')).text).env.LOCKNESS_PUBLIC_ORIGIN).toBe('https://iam.example')
})

test.for([1, 2])('%d threads: a page that is being sent when the server ends is sent', async (threads) => {
  const server = await begin({ threads })
  const answer = await fetch(`${server.url}/stream?ms=1200`)
  const reader = answer.body!.getReader()
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('data: 1\n\n')
  const closed = server.close()
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('data: 2\n\n')
  await closed
  await expect(fetch(server.url)).rejects.toThrow()
})
