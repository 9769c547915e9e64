// Every operation of a real server against what strangers send: all that its document says it does not take, and then
// chance. Whatever it is, the answer is a refusal in the right shape, never a failure of ours, and what is refused has
// written nothing. LOCKNESS_HOSTILE_SECONDS makes the part with chance longer, LOCKNESS_SEED repeats one.

import { createConnection } from 'node:net'
// How long a run is, and which one it is, is said by whoever starts the tests.
import { env } from 'node:process'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PROBLEM_CODES, PROBLEM_TYPE } from '../src/http/problem.ts'
import { ask, type Question, type Reply } from './ask.ts'
import {
  bodyOf,
  described,
  HOSTILE_BODIES,
  HOSTILE_PARTS,
  HOSTILE_QUERIES,
  HOSTILE_VALUES,
  takes,
  withEntry,
} from './hostile-input.ts'
import { bearer, digestOf, type Isolated, makePlace, requestOf, startIsolated } from './isolation-world.ts'
import { type Operation, type Paths, type Place, pathOf, readOperations, readPaths } from './operations.ts'
import { KEY } from './served.ts'

const PATIENCE_MS = 120_000
const BUSY_PAUSE_MS = 200
const TOLD_MAX = 20
const SECONDS = Number(env.LOCKNESS_HOSTILE_SECONDS ?? 6)
const IS_LONG = SECONDS > 30
const SHARES = 6
const SEED = Number(env.LOCKNESS_SEED ?? Date.now() % 2 ** 31)
const HEADERS = bearer(KEY)
/** What is done when it is not refused, and cannot be done twice. */
const ONCE = /delete|revoke|rotate|freeze|^DELETE /
const JSON_TYPE = { 'content-type': 'application/json' }

let isolated: Isolated
let url: string
let paths: Paths
let operations: Operation[]
let place: Place
let other: Place

beforeAll(async () => {
  isolated = await startIsolated()
  url = isolated.server.url
  paths = await readPaths(url)
  operations = readOperations(paths)
  place = await makePlace(url, 'home', 'doc:home')
  other = await makePlace(url, 'other', 'doc:other')
}, PATIENCE_MS)
afterAll(() => isolated.stop())

/** In a short run a part of them, in the next one another. */
function someOf<T>(cases: readonly T[]): readonly T[] {
  return IS_LONG ? cases : cases.filter((_, at) => at % SHARES === SEED % SHARES)
}

interface Case {
  readonly name: string
  readonly operation: Operation
  readonly question: Question
  /** Absent: any answer but a failure of ours. */
  readonly statuses?: readonly number[]
}

/** What is wrong with the answers, told; all are refused as they must be and nothing was written: empty. */
async function findWrong(cases: readonly Case[]): Promise<string[]> {
  const before = await digestOf(isolated.cluster)
  const told = await Promise.all(cases.map(async (each) => wrongOf(each, await ask(url, each.question))))
  const after = await digestOf(isolated.cluster)
  const wrong = told.filter((each) => each !== undefined)
  return [...wrong.slice(0, TOLD_MAX), ...(before === after ? [] : ['something was written'])]
}

function wrongOf({ name, operation, statuses, question }: Case, reply: Reply): string | undefined {
  const told = `${operation.name}: ${name}: ${String(question.body ?? question.path).slice(0, 200)} → ${reply.status} ${reply.text.slice(0, 300)}`
  if (reply.status >= 500 || (statuses && !statuses.includes(reply.status))) return told
  return reply.status >= 400 && !isInShape(operation.wire, reply) ? `not in the shape of a refusal: ${told}` : undefined
}

function isInShape(wire: Operation['wire'], { status, type, text }: Reply): boolean {
  const body: unknown = JSON.parse(text)
  if (type.startsWith(PROBLEM_TYPE)) {
    const problem = body as Readonly<Record<string, unknown>>
    return (
      problem.status === status && PROBLEM_CODES.includes(problem.code as never) && typeof problem.detail === 'string'
    )
  }
  if (wire === 'openfga') return Object.keys(body as object).join() === 'code,message'
  return wire === 'authzen' && typeof body === 'string'
}

const sampleOf = (operation: Operation) => (operation.request(place).body ?? {}) as object
const send = (operation: Operation, body: string | Buffer, type: Record<string, string> = JSON_TYPE): Question => ({
  ...requestOf(operation, place, { ...HEADERS, ...type }),
  body,
})
const withBodies = () => operations.filter(({ method }) => method === 'POST' || method === 'PUT' || method === 'PATCH')
const ofJson = () => withBodies().filter(({ name }) => name !== 'tuple.import')

describe('what the document says is not taken', () => {
  test('every field refuses every value that its schema does not take', async () => {
    const cases = ofJson().flatMap((operation) =>
      (bodyOf(paths, operation)?.fields ?? []).flatMap(([field, schema]) =>
        HOSTILE_VALUES.filter((json) => !takes(schema, JSON.parse(json))).map((json): Case => {
          const question = send(operation, withEntry(sampleOf(operation), field, json))
          return { name: field, operation, question, statuses: [400] }
        }),
      ),
    )
    expect(cases.length).toBeGreaterThan(2_000)
    expect(await findWrong(someOf(cases))).toEqual([])
  }, 120_000)

  test('what is required is missed, and what is not known is refused', async () => {
    const cases = ofJson().flatMap((operation) => {
      const body = bodyOf(paths, operation)
      if (!body) return []
      const without = (body.schema.required ?? []).map((name) => {
        const { [name as never]: _, ...rest } = sampleOf(operation)
        return { name: `without ${name}`, operation, question: send(operation, JSON.stringify(rest)), statuses: [400] }
      })
      const more = ['extra', 'constructor', 'prototype', '__proto__', 'toString', ''].map((name) => {
        const question = send(operation, withEntry(sampleOf(operation), name, '{}'))
        return { name: `with ${name}`, operation, question, statuses: [400] }
      })
      return [...without, ...more]
    })
    expect(cases.length).toBeGreaterThan(120)
    expect(await findWrong(cases)).toEqual([])
  }, 60_000)

  test('no query takes what is not known, or the same twice', async () => {
    const ours = operations.filter(({ wire }) => wire === 'native')
    const cases = ours.flatMap((operation) => {
      const question = requestOf(operation, place, HEADERS)
      const { path } = question
      const names = described(paths, operation)?.parameters?.filter((each) => each.in === 'query') ?? []
      const twice = names.map(({ name }) => `${name}=1&${name}=2`)
      const inPath = operation.path.includes('{store}') ? [`store=${place.store}`] : []
      return ['extra=1', '__proto__=1', 'constructor=1', '=1', 'extra', ...twice, ...inPath].map((text) => {
        const more = { ...question, path: `${path}${path.includes('?') ? '&' : '?'}${text}` }
        return { name: text, operation, question: more, statuses: [400] }
      })
    })
    expect(await findWrong(cases)).toEqual([])
  }, 60_000)
})

describe('what nothing takes', () => {
  test('bodies that are none', async () => {
    const cases = ofJson().flatMap((operation) =>
      HOSTILE_BODIES.map(([name, body]) => {
        // As its own definition reads JSON, `null` is a message without fields.
        const statuses = operation.wire === 'openfga' && body === 'null' ? [200, 400] : [400]
        return { name, operation, question: send(operation, body), statuses }
      }),
    )
    expect(await findWrong(cases)).toEqual([])
  }, 60_000)

  test('bodies of another type', async () => {
    const ours = withBodies().filter(({ wire }) => wire !== 'openfga')
    const cases = ours.flatMap((operation) =>
      ['text/html', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'].map(
        (type) => {
          const statuses = operation.wire === 'authzen' ? [400] : [415]
          return { name: type, operation, question: send(operation, '{}', { 'content-type': type }), statuses }
        },
      ),
    )
    expect(await findWrong(cases)).toEqual([])
  }, 60_000)

  test('ten megabytes, before they are all there', async () => {
    const told = await Promise.all(
      ofJson().map(async (operation) => {
        const { method, path } = requestOf(operation, place, {})
        const said = await sendHead(`${method} ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${KEY}\r\n`)
        const statuses = operation.wire === 'openfga' ? ['400'] : ['413']
        return statuses.includes(said) ? undefined : `${operation.name}: ${said}`
      }),
    )
    expect(told.filter((each) => each !== undefined)).toEqual([])
  }, 60_000)

  test('paths and queries that are none', async () => {
    const inPaths = operations.flatMap((operation) =>
      HOSTILE_PARTS.flatMap((part) =>
        ['store', 'model', 'key', 'module', 'label'].flatMap((name): Case[] => {
          if (!operation.path.includes(`{${name}}`) || operation.needs === 'everybody') return []
          const { body } = requestOf(operation, place, {})
          const path = pathOf(
            { path: operation.path.replace(`{${name}}`, part) },
            place,
            operation.request(place).query,
          )
          const type = operation.name === 'tuple.import' ? { 'content-type': 'application/x-ndjson' } : JSON_TYPE
          const question = {
            method: operation.method,
            path,
            body,
            headers: { ...HEADERS, ...(body !== undefined && type) },
          }
          // Modules, labels and lists of assertions are called by names that their owner chooses.
          const isFree = name === 'module' || name === 'label' || operation.path.includes('/assertions/')
          return isFree && !operation.isQuestion ? [] : [{ name: part, operation, question }]
        }),
      ),
    )
    const inQueries = operations
      .filter(({ isQuestion, wire, method }) => isQuestion && method === 'GET' && wire !== 'authzen')
      .flatMap((operation) => {
        const known = described(paths, operation)?.parameters?.filter((each) => each.in === 'query') ?? []
        const names =
          operation.wire === 'native'
            ? known.map(({ name }) => name)
            : ['page_size', 'continuation_token', 'type', 'start_time', 'name']
        return names.flatMap((name) =>
          HOSTILE_QUERIES.map((value): Case => {
            const path = `${pathOf(operation, place)}?${name}=${encode(value)}`
            return { name, operation, question: { method: 'GET', path, headers: HEADERS } }
          }),
        )
      })
    expect(await findWrong(someOf([...inPaths, ...inQueries]))).toEqual([])
  }, 60_000)

  test('headers that are none', async () => {
    const cases = operations.flatMap((operation) =>
      [
        ['x-request-deadline-ms', '0'],
        ['x-request-deadline-ms', '1e3'],
        ['x-request-deadline-ms', '99999999'],
      ].map(([name, value]) => ({
        name: `${name}: ${value}`,
        operation,
        question: requestOf(operation, place, { ...HEADERS, [name!]: value! }),
        statuses: [400],
      })),
    )
    expect(await findWrong(cases)).toEqual([])
  }, 60_000)
})

describe('an import', () => {
  test.each([
    'nonsense',
    '{',
    '[]',
    '1',
    '{"object":"doc:1"}',
    '{"object":"doc:1","relation":"viewer","subject":"user:a","__proto__":1}',
    '{"object":"\\ud800:1","relation":"viewer","subject":"user:a"}',
    '{"object":"doc:\\u0000","relation":"viewer","subject":"user:a"}',
    `${'['.repeat(100_000)}`,
  ])('of the line %# is refused with its place, and nothing is in', async (line) => {
    const operation = operations.find(({ name }) => name === 'tuple.import')!
    const before = await isolated.cluster.database.query('select store_id, rev from lockness.store_head order by 1')
    const question = {
      ...requestOf(operation, place, HEADERS, { query: { import: line.slice(0, 20) } }),
      body: `${line}\n`,
      headers: { ...HEADERS, 'content-type': 'application/x-ndjson' },
    }
    const { status, text } = await ask(url, question)
    expect(status, text).toBeLessThan(500)
    expect(text).toMatch(/"error"|"code":|"bad"/)
    expect(await isolated.cluster.database.query('select store_id, rev from lockness.store_head order by 1')).toEqual(
      before,
    )
  })
})

function encode(value: string): string {
  return value.isWellFormed() ? encodeURIComponent(value) : '%ed%a0%80'
}

/** Ten megabytes are announced and a few bytes sent: the status that is answered before the rest. */
/** A server that has too much to do is asked again, as everywhere. */
async function sendHead(head: string): Promise<string> {
  for (;;) {
    const said = await sendHeadOnce(head)
    if (said !== '429' && said !== '503') return said
    await new Promise((resolve) => setTimeout(resolve, BUSY_PAUSE_MS))
  }
}

function sendHeadOnce(head: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: hostname, port: Number(port) })
    socket.setEncoding('utf8')
    socket.once('error', reject)
    socket.once('data', (text) => {
      resolve(String(text).slice('HTTP/1.1 '.length, 12))
      socket.destroy()
    })
    socket.write(`${head}content-type: application/json\r\ncontent-length: 10485760\r\n\r\n{"a":"`)
  })
}

test(
  `chance finds nothing in ${SECONDS} s (seed ${SEED})`,
  async () => {
    let runs = 0
    let digest = await digestOf(isolated.cluster)
    const json = fc.oneof(
      fc.constantFrom(...HOSTILE_VALUES),
      fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 }).map((value) => JSON.stringify(value)),
      fc
        .constantFrom(other.store, other.model, other.token, other.key, place.token, 'doc:home', 'user:anne')
        .map((id) => JSON.stringify(id)),
      fc.double().map((value) => (Number.isFinite(value) ? String(value) : '1e400')),
    )
    const targets = ofJson().filter(({ name }) => !ONCE.test(name))
    const cases = fc.constantFrom(...targets).chain((operation) => {
      const known = [
        ...(bodyOf(paths, operation)?.fields.map(([name]) => name) ?? []),
        ...Object.keys(sampleOf(operation)),
      ]
      const names = fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...known, 'page_size') },
        { weight: 1, arbitrary: fc.string() },
      )
      const entries = fc.uniqueArray(fc.tuple(names, json), { minLength: 1, maxLength: 3, selector: ([name]) => name })
      return fc.tuple(fc.constant(operation), entries)
    })
    const property = fc.asyncProperty(cases, async ([operation, entries]) => {
      const body = entries.reduce(
        (text, [name, value]) => withEntry(parsedOr(text), name, value),
        JSON.stringify(sampleOf(operation)),
      )
      const question = send(operation, body)
      const reply = await ask(url, question)
      runs++
      const wrong = wrongOf({ name: 'chance', operation, question }, reply)
      if (wrong !== undefined) throw new Error(wrong)
      if (operation.isQuestion) return
      const after = await digestOf(isolated.cluster)
      if (reply.status >= 400) expect(after, `${operation.name} ${body}`).toBe(digest)
      digest = after
    })
    const bound = { interruptAfterTimeLimit: SECONDS * 1_000, markInterruptAsFailure: false }
    await fc.assert(property, { seed: SEED, numRuns: 10_000_000, ...bound })
    expect(runs).toBeGreaterThan(10)
  },
  SECONDS * 1_000 + PATIENCE_MS,
)

/** What is no object any more stays the sample. */
function parsedOr(text: string): object {
  return JSON.parse(text) as object
}
