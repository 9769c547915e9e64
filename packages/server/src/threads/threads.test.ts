// Threads on a real database, asked over sockets: that they agree, that one may fail, and that they end in peace.

import { randomBytes, randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../../test/cluster.ts'
import type { Fault } from '../../test/faulty-thread.ts'
import { ensureSystemStore, openReplicas, type Replicas } from '../access/access.ts'
import { openStore, type Store } from '../store/store.ts'
import { processClock } from './messages.ts'
import { openThreads, type Threads } from './threads.ts'

const KEY = 'a-root-key-for-tests-only'
const MODEL = 'model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define viewer: [user]\n'
let cluster: TestCluster
let store: Store
let replicas: Replicas
const reports: string[] = []

beforeAll(async () => {
  cluster = await startCluster()
  const { host, user } = cluster.embedded.connection
  const { database } = cluster.connection as { database: string }
  const databaseUrl = `postgresql://${user}@/${database}?host=${encodeURIComponent(host)}`
  const report = (event: object) => void reports.push(JSON.stringify(event))
  store = await openStore({ place: { databaseUrl }, now: Date.now, newId: randomUUID, randomBytes, report })
  const say = (message: string) => void reports.push(message)
  await ensureSystemStore({ ...store, rootKey: KEY, newId: randomUUID, randomBytes, report: say })
  replicas = openReplicas({ store, nowMs: processClock(), report: say, mergeAfterChanges: 20 })
  store.onCommitted((storeId) => replicas.hint(storeId))
}, 120_000)
afterAll(async () => {
  await replicas?.close()
  await store?.close()
  await cluster.stop()
}, 120_000)

function open(threads: number, port = 0): Promise<Threads> {
  return openThreads({
    host: '127.0.0.1',
    port,
    threads,
    store,
    replicas,
    serving: {
      node: 'n',
      startedAt: new Date(),
      isEmbedded: false,
      stalenessMsMax: 60_000,
      publicOrigin: undefined,
      tracesUrl: undefined,
    },
    entry: new URL('../../test/faulty-thread.ts', import.meta.url),
    report: (message) => void reports.push(message),
  })
}

interface Answer {
  readonly status: number
  /** Of the kind that was asked for. */
  readonly body: { readonly id: string; readonly revision: number; readonly token: string; readonly allowed: boolean }
}

/** Tries again what a busy machine had no time for, and nothing else. */
async function post(url: string, path: string, body: unknown, agent?: Agent): Promise<Answer> {
  for (;;) {
    const answer = await postOnce(url, path, body, agent)
    if (answer.status !== 503 || !JSON.stringify(answer.body).includes('too much to do')) return answer
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function postOnce(url: string, path: string, body: unknown, agent?: Agent): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' }
  const asked = request(`${url}/v1/stores${path}`, { method: 'POST', headers, ...(agent && { agent }) }, (response) => {
    let text = ''
    response.setEncoding('utf8')
    response.on('data', (piece: string) => {
      text += piece
    })
    response.on('error', reject)
    response.on('end', () =>
      resolve({ status: response.statusCode ?? 0, body: text === '' ? undefined : JSON.parse(text) }),
    )
  })
  asked.on('error', reject)
  asked.end(JSON.stringify(body))
  return promise
}

/** Connections are dealt out by chance: each agent is one, and of so many none is likely to be left without. */
function agents(): Agent[] {
  return Array.from({ length: 12 }, () => new Agent({ keepAlive: true, maxSockets: 1 }))
}

async function storeWithModel(url: string): Promise<string> {
  const { status, body } = await post(url, '', { name: 'docs' })
  expect({ status, text: JSON.stringify(body) }).toMatchObject({ status: 201 })
  expect(await post(url, `/${body.id}/models`, { text: MODEL })).toMatchObject({ status: 201 })
  return body.id
}

const viewer = (user: number) => ({ subject: `user:${user}`, relation: 'viewer', object: 'doc:1' })

function spoil(threadId: number, fault: Fault['fault']): void {
  const channel = new BroadcastChannel('faults')
  channel.postMessage({ threadId, fault } satisfies Fault)
  channel.close()
}

describe('threads', () => {
  it('answer at a token, in full and exactly, while everything is written and merged beside them', async () => {
    const threads = await open(2)
    const { url } = threads
    const id = await storeWithModel(url)
    const all = agents()
    const tokens: string[] = []
    for (let round = 0; round < 30; round++) {
      const write = round % 3 === 2 ? { removed: [viewer(round - 1)] } : { added: [viewer(round)] }
      const { status, body } = await post(url, `/${id}/tuples`, write, all[round % all.length])
      expect(status).toBe(200)
      tokens.push(body.token)
      const asked = round % 3 === 2 ? round - 1 : round
      const expected = { status: 200, body: { allowed: round % 3 !== 2, revision: body.revision } }
      const modes = [{ mode: 'full' }, { mode: 'at_least', token: body.token }, { mode: 'exact', token: body.token }]
      const answers = all.map((agent, i) =>
        post(url, `/${id}/check`, { ...viewer(asked), consistency: modes[i % modes.length] }, agent),
      )
      for (const answer of await Promise.all(answers)) expect(answer).toMatchObject(expected)
    }
    // The base has moved on by now: an older revision comes from the history.
    const old = { ...viewer(0), consistency: { mode: 'exact', token: tokens[0] } }
    for (const agent of all) {
      expect(await post(url, `/${id}/check`, old, agent)).toMatchObject({ status: 200, body: { allowed: true } })
    }
    expect((await replicas.open(id)).snapshot()!.graph.oldestRevision).toBeGreaterThan(2)
    await threads.close()
    expect(threads.running()).toEqual([])
  }, 120_000)

  it('never go back on a connection that shows its last token', async () => {
    const threads = await open(2)
    const { url } = threads
    const id = await storeWithModel(url)
    let isOver = false
    const writing = (async () => {
      for (let i = 0; i < 150; i++) expect((await post(url, `/${id}/tuples`, { added: [viewer(i)] })).status).toBe(200)
      isOver = true
    })()
    const reading = agents().map(async (agent) => {
      let token: string | undefined
      let last = 0
      for (let i = 0; !isOver; i++) {
        const consistency = token === undefined ? { mode: 'full' } : { mode: 'at_least', token }
        const { status, body } = await post(url, `/${id}/check`, { ...viewer(i % 200), consistency }, agent)
        expect(status).toBe(200)
        expect(body.revision).toBeGreaterThanOrEqual(last)
        // The user with number n came with revision n + 3.
        expect(body.allowed).toBe((i % 200) + 3 <= body.revision)
        last = body.revision
        token = body.token
      }
      return last
    })
    await writing
    for (const last of await Promise.all(reading)) expect(last).toBeGreaterThan(2)
    await threads.close()
  }, 120_000)

  it.each(['crash', 'hang'] as const)(
    'go on without one that has come to a %s, and another one takes its place',
    async (fault) => {
      const threads = await open(2)
      const { url } = threads
      const id = await storeWithModel(url)
      await post(url, `/${id}/tuples`, { added: [viewer(1)] })
      const [first, second] = threads.running()
      const all = agents()
      const ask = (agent?: Agent) =>
        post(url, `/${id}/check`, { ...viewer(1), consistency: { mode: 'full' } }, agent).then(
          ({ status, body }) => (status === 200 && body.allowed === true ? 'yes' : `${status}`),
          () => 'cut',
        )
      expect(new Set(await Promise.all(all.map((agent) => ask(agent))))).toEqual(new Set(['yes']))
      spoil(first!, fault)
      // Those of the other thread are served as before; those of this one are cut, once, when it is gone.
      const answers = await Promise.all(
        all.map(async (agent) => {
          const got: string[] = []
          for (let i = 0; i < 10; i++) got.push(await ask(agent))
          return got
        }),
      )
      const cut = answers.map((got) => got.filter((answer) => answer === 'cut').length)
      expect(new Set(answers.flat())).toEqual(new Set(cut.some((count) => count > 0) ? ['yes', 'cut'] : ['yes']))
      expect(cut.filter((count) => count === 0).length).toBeGreaterThan(0)
      await expect.poll(() => threads.running().length, { timeout: 15_000 }).toBe(2)
      expect(threads.running()).toContain(second)
      expect(threads.running()).not.toContain(first)
      await expect.poll(() => ask(), { timeout: 10_000 }).toBe('yes')
      for (let i = 0; i < 20; i++) expect(await ask()).toBe('yes')
      await threads.close()
    },
    60_000,
  )

  it('end without a failed request', async () => {
    const threads = await open(2)
    const { url } = threads
    const id = await storeWithModel(url)
    await post(url, `/${id}/tuples`, { added: [viewer(1)] })
    let isClosing = false
    const failures: string[] = []
    const asking = agents().map(async (agent) => {
      for (let answers = 0; ; answers++) {
        try {
          const { status } = await post(url, `/${id}/check`, viewer(1), agent)
          if (status !== 200) failures.push(`status ${status}`)
        } catch (error) {
          const { code } = error as NodeJS.ErrnoException
          if (!(isClosing && code === 'ECONNREFUSED')) failures.push(String(code))
          return answers
        }
      }
    })
    await new Promise((resolve) => setTimeout(resolve, 300))
    isClosing = true
    await threads.close()
    for (const answers of await Promise.all(asking)) expect(answers).toBeGreaterThan(0)
    expect(failures).toEqual([])
  }, 120_000)

  it('do not share a port with a stranger', async () => {
    const stranger = createServer()
    await new Promise<void>((resolve) => stranger.listen({ host: '127.0.0.1', port: 0, reusePort: true }, resolve))
    const { port } = stranger.address() as { port: number }
    await expect(open(2, port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await new Promise((resolve) => stranger.close(resolve))
  })
})
