// Answers that go on, and what an enemy or an accident makes of them: cut anywhere, too long, of the wrong kind.

import { describe, expect, it } from 'vitest'
import { bytesOf, json, problem, script, streamed } from '../test/scripted-fetch.ts'
import { createClient } from './client.ts'
import type { Fetch } from './connection.ts'

const NDJSON = 'application/x-ndjson'
const LIST = { store: 's1', subject: 'user:anne', relation: 'viewer', type: 'doc' }
const tuple = { object: 'doc:ü', relation: 'viewer', subject: 'user:日本😀' }
const END = '{"end":{"tuples":1}}\n'

function clientOf({ fetch }: { readonly fetch: Fetch }, timeoutMs?: number) {
  return createClient({ url: 'http://lockness.test', fetch, timeoutMs })
}

async function all<T>(lines: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const line of lines) found.push(line)
  return found
}

describe('lines', () => {
  it('are the same wherever the bytes are cut', async () => {
    const text = bytesOf(`${JSON.stringify(tuple)}\n\r\n${JSON.stringify(tuple)}\r\n${END}`)
    for (let at = 0; at <= text.length; at++) {
      const server = script(streamed(NDJSON, [text.slice(0, at), text.slice(at)]))
      expect(await all(clientOf(server).tuple.export({ store: 's1' }))).toEqual([tuple, tuple, JSON.parse(END)])
    }
    const single = script(
      streamed(
        NDJSON,
        [...text].map((byte) => Uint8Array.of(byte)),
      ),
    )
    expect(await all(clientOf(single).tuple.export({ store: 's1' }))).toHaveLength(3)
  })

  it('may have a last one without an end of line', async () => {
    const server = script(streamed(NDJSON, ['"doc:1"\n{"end":{"count":1}}']))
    expect(await all(clientOf(server).access.listObjects.stream(LIST))).toEqual(['doc:1', { end: { count: 1 } }])
    expect(server.asked[0]).toMatchObject({ method: 'POST', headers: { accept: NDJSON } })
  })

  it.each(['close', 'cut'] as const)('without the last one are not whole: %s', async (how) => {
    const server = script(streamed(NDJSON, [`${JSON.stringify(tuple)}\n`, '{"end":{"tup'], how))
    const lines = clientOf(server).tuple.export({ store: 's1' })
    expect((await lines.next()).value).toEqual(tuple)
    const code = how === 'cut' ? 'unreachable' : 'bad_answer'
    await expect(lines.next()).rejects.toMatchObject({ code, kind: 'network' })
    const ending = script(streamed(NDJSON, [`${JSON.stringify(tuple)}\n`], how))
    const rest = all(clientOf(ending).tuple.export({ store: 's1' }))
    await expect(rest).rejects.toMatchObject({ code: how === 'cut' ? 'unreachable' : 'incomplete' })
  })

  it('are not read on from another place once the first one has come', async () => {
    const server = script(streamed(NDJSON, [`${JSON.stringify(tuple)}\n`], 'cut'))
    await expect(all(clientOf(server).tuple.export({ store: 's1' }))).rejects.toThrow()
    expect(server.asked).toHaveLength(1)
  })

  it('that say an error throw it', async () => {
    const told = await problem(503, 'unavailable').json()
    const server = script(
      streamed(NDJSON, ['{"progress":{"removed":1,"found":9,"revision":4}}\n', JSON.stringify({ error: told })]),
    )
    const lines = clientOf(server).tuple.delete({ store: 's1', object: 'doc:1' })
    expect((await lines.next()).value).toEqual({ progress: { removed: 1, found: 9, revision: 4 } })
    await expect(lines.next()).rejects.toMatchObject({ code: 'unavailable', kind: 'server', requestId: 'r-1' })
  })

  it('end in the middle when they are cancelled, and let the connection go', async () => {
    const server = script(streamed(NDJSON, [`${JSON.stringify(tuple)}\n`], 'open'))
    const stop = new AbortController()
    const lines = clientOf(server).tuple.export({ store: 's1' }, { signal: stop.signal })
    await lines.next()
    const next = lines.next()
    next.catch(() => undefined)
    stop.abort()
    await expect(next).rejects.toMatchObject({ kind: 'cancelled' })
    expect(server.asked[0]?.signal.aborted).toBe(true)
  })

  it('that nobody wants any more let the connection go', async () => {
    const server = script(streamed(NDJSON, [`${JSON.stringify(tuple)}\n`], 'open'))
    for await (const line of clientOf(server).tuple.export({ store: 's1' })) {
      expect(line).toEqual(tuple)
      break
    }
    expect(server.asked[0]?.signal.aborted).toBe(true)
  })

  it('wait for a slow reader as long as it takes', async () => {
    const server = script(streamed(NDJSON, [`${JSON.stringify(tuple)}\n`, END]))
    const lines = clientOf(server, 30).tuple.export({ store: 's1' })
    await lines.next()
    await new Promise((resolve) => setTimeout(resolve, 80))
    expect((await lines.next()).value).toEqual(JSON.parse(END))
  })
})

describe('an answer that is none', () => {
  const long = `"${'x'.repeat(10_000_000)}"\n`
  const page = () => new Response('<!doctype html><h1>Welcome', { headers: { 'content-type': 'text/html' } })
  const latin = () => new Response(Uint8Array.of(0x7b, 0xff), { headers: { 'content-type': 'application/json' } })
  // biome-ignore format: a table is read by its columns
  const CASES = [
    ['a page',                      page,                                         'bad_answer'],
    ['a page, said to be JSON',     new Response('<h1>', { headers: { 'content-type': 'application/json' } }), 'bad_answer'],
    ['a list',                      json([]),                                     'bad_answer'],
    ['a text',                      json('hello'),                                'bad_answer'],
    ['nothing',                     json(null),                                   'bad_answer'],
    ['a page of a list without items', json({}),                                  'bad_answer'],
    ['no UTF-8',                    latin,                                        'bad_answer'],
    ['half of the JSON',            new Response('{"items":[', { headers: { 'content-type': 'application/json' } }), 'bad_answer'],
    ['another address',             new Response(null, { status: 302, headers: { location: 'http://elsewhere.test' } }), 'bad_answer'],
    ['a failure with a page',       new Response('<h1>', { status: 404 }),        'bad_answer'],
    ['a problem without words',     json({ code: 'internal' }, { status: 500 }),  'bad_answer'],
    ['a problem of the future',     problem(418, 'teapot'),                       'unrecognised'],
  ] as const

  it.each(CASES)('%s', async (_, answer, code) => {
    const server = script(typeof answer === 'function' ? () => answer() : answer)
    const list = clientOf(server).store.list()
    await expect(list).rejects.toMatchObject({ name: 'LocknessError', code })
    expect(server.asked).toHaveLength(1)
  })

  it('is not a stream either', async () => {
    for (const [answer, code] of [
      [() => page(), 'bad_answer'],
      [streamed(NDJSON, ['<h1>\n']), 'bad_answer'],
      [streamed(NDJSON, [Uint8Array.of(0xc3), Uint8Array.of(0x28, 0x0a)]), 'bad_answer'],
      [streamed(NDJSON, [long]), 'answer_too_large'],
      [
        streamed(
          NDJSON,
          Array.from({ length: 200 }, () => 'x'.repeat(50_000)),
          'open',
        ),
        'answer_too_large',
      ],
    ] as const) {
      await expect(all(clientOf(script(answer)).tuple.export({ store: 's1' }))).rejects.toMatchObject({ code })
    }
  })

  it('is read no further than it may be', async () => {
    let given = 0
    const endless = () => {
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          given++
          controller.enqueue(new Uint8Array(1_048_576).fill(0x20))
        },
      })
      return new Response(body, { headers: { 'content-type': 'application/json' } })
    }
    const failure = clientOf(script(endless)).store.list()
    await expect(failure).rejects.toMatchObject({ code: 'answer_too_large', kind: 'network' })
    expect(given).toBeLessThan(70)
  })
})

describe('pages', () => {
  const pages = () => script(json({ items: [1, 2], cursor: 'c1' }), json({ items: [3] }))

  it('are fetched as they are wanted', async () => {
    const server = pages()
    const list = clientOf(server).tuple.read.pages({ store: 's1', objectType: 'doc', pageSize: 2 })
    expect((await list.next()).value).toMatchObject({ items: [1, 2] })
    expect(server.asked).toHaveLength(1)
    expect((await list.next()).value).toMatchObject({ items: [3] })
    expect((await list.next()).done).toBe(true)
    expect(server.asked.map(({ url }) => url)).toEqual([
      'http://lockness.test/v1/stores/s1/tuples?objectType=doc&pageSize=2',
      'http://lockness.test/v1/stores/s1/tuples?objectType=doc&pageSize=2&cursor=c1',
    ])
  })

  it('do not go round in circles', async () => {
    const server = script(json({ items: [1], cursor: 'c1' }))
    await expect(all(clientOf(server).tuple.read.items({ store: 's1' }))).rejects.toMatchObject({ code: 'bad_answer' })
    expect(server.asked).toHaveLength(2)
  })

  it('are one list of items', async () => {
    expect(await all(clientOf(pages()).tuple.read.items({ store: 's1' }))).toEqual([1, 2, 3])
  })
})

describe('uploads', () => {
  const end = streamed(NDJSON, ['{"end":{"rows":2,"bad":0}}\n'])
  const given = { store: 's1', import: 'one', onBad: 'skip', dryRun: true } as const

  it.each([
    ['text', 'a\n'],
    ['bytes', bytesOf('a\n')],
    ['a blob', new Blob(['a\n'])],
  ])('take %s', async (_, body) => {
    const server = script(end)
    await all(clientOf(server).tuple.import({ ...given, body }))
    const [asked] = server.asked
    expect(asked?.url).toBe('http://lockness.test/v1/stores/s1/tuples/import?import=one&onBad=skip&dryRun=true')
    expect(asked?.headers['content-type']).toBe(NDJSON)
    expect(await new Response(asked?.body as string).text()).toBe('a\n')
  })

  it('take what comes into being, and end it when the server has heard enough', async () => {
    let isOver = false
    async function* rows() {
      try {
        for (;;) yield* [tuple, `${JSON.stringify(tuple)}\n`, bytesOf('{}\n')]
      } finally {
        isOver = true
      }
    }
    const server = script(async ({ body, ...asked }) => {
      const reader = (body as ReadableStream<Uint8Array>).getReader()
      const [first, second, third] = [await reader.read(), await reader.read(), await reader.read()]
      const text = [first, second, third].map(({ value }) => new TextDecoder().decode(value)).join('')
      expect(text).toBe(`${JSON.stringify(tuple)}\n${JSON.stringify(tuple)}\n{}\n`)
      await reader.cancel()
      return end({ body, ...asked })
    })
    expect(await all(clientOf(server).tuple.import({ ...given, body: rows() }))).toEqual([{ end: { rows: 2, bad: 0 } }])
    expect(isOver).toBe(true)
  })

  it('take a stream, also of a runtime that cannot iterate over it', async () => {
    const body = new Blob(['a\n']).stream()
    Object.defineProperty(body, Symbol.asyncIterator, { value: undefined })
    const server = script(async ({ body: sent, ...asked }) => {
      expect(await new Response(sent as string).text()).toBe('a\n')
      return end({ body: sent, ...asked })
    })
    expect(await all(clientOf(server).tuple.import({ ...given, body }))).toHaveLength(1)
  })

  it('end with their call, and hold nobody up: a runtime may ask for more than it sends', async () => {
    let isOver = false
    function* rows() {
      try {
        for (;;) yield tuple
      } finally {
        isOver = true
      }
    }
    const endless = script(({ body }) => {
      const reader = (body as ReadableStream<Uint8Array>).getReader()
      const readOn = async () => {
        while (!(await reader.read()).done);
      }
      return new Promise((_, reject) => readOn().catch(reject))
    })
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 50)
    const told = all(clientOf(endless).tuple.import({ ...given, body: rows() }, { signal: stop.signal }))
    await expect(told).rejects.toMatchObject({ kind: 'cancelled' })
    await expect.poll(() => isOver).toBe(true)
  })

  it('fail with what went wrong with their rows', async () => {
    const broken = new Error('the file is gone')
    function* rows() {
      yield tuple
      throw broken
    }
    const reading = script(async ({ body }) => {
      await new Response(body as string).text()
      return problem(500, 'internal')
    })
    await expect(all(clientOf(reading).tuple.import({ ...given, body: rows() }))).rejects.toBe(broken)
    for (const body of [undefined, null, 5] as never[])
      await expect(all(clientOf(script(end)).tuple.import({ ...given, body }))).rejects.toMatchObject({
        code: 'invalid_input',
      })
  })

  it('are not sent again when their rows are gone', async () => {
    const busy = problem(503, 'overloaded')
    const stream = script(busy, end)
    await expect(all(clientOf(stream).tuple.import({ ...given, body: [tuple] }))).rejects.toMatchObject({ status: 503 })
    const whole = script(busy, end)
    expect(await all(clientOf(whole).tuple.import({ ...given, body: 'a\n' }))).toHaveLength(1)
  })

  it('are gathered first in a browser', async () => {
    const { navigator } = globalThis
    Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'Mozilla/5.0' }, configurable: true })
    try {
      const server = script(end)
      await all(clientOf(server).tuple.import({ ...given, body: [tuple, 'b\n'] }))
      expect(server.asked[0]?.body).toBeInstanceOf(Blob)
      expect(await (server.asked[0]!.body as Blob).text()).toBe(`${JSON.stringify(tuple)}\nb\n`)
    } finally {
      Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true })
    }
  })
})
