// OpenFGA's own test data through HTTP, the way its project runs it: single stages twice (written, and brought along),
// shuffled, in chunks; what is listed is checked; streamed lists equal lists; errors compared by their number.

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseModel } from '@lockness/language'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Client, openClient } from '../test/inject.ts'
import { createMemory } from '../test/memory-port.ts'
import { NUMBERS } from './openfga.errors.ts'
import { openFgaWire } from './openfga.ts'

const DATA = fileURLToPath(new URL('../../../../../../shared/conformance/openfga/', import.meta.url))
const CHUNK = 40

interface Key {
  readonly user: string
  readonly relation: string
  readonly object: string
}
interface Expected<T> {
  readonly context?: object
  readonly contextualTuples?: readonly Key[]
  readonly expectation?: T
  readonly errorCode?: number
}
interface Stage {
  readonly model: string
  readonly tuples?: readonly Key[]
  readonly checkAssertions?: readonly (Expected<boolean> & { tuple: Key })[]
  readonly listObjectsAssertions?: readonly (Expected<string[]> & {
    request: { user: string; type: string; relation: string }
  })[]
  readonly listUsersAssertions?: readonly (Expected<string[]> & {
    request: { filters: string[]; object: string; relation: string }
  })[]
}

interface Run {
  readonly client: Client
  readonly store: string
  readonly brought: readonly Key[]
  readonly seed: () => number
  asked: number
}

const client = openClient(
  ...(() => {
    const memory = createMemory({ depthMax: 25 })
    return [memory, [openFgaWire(memory.port)]] as const
  })(),
)

async function runStages(stages: readonly Stage[], contextual: boolean, seed: () => number): Promise<number> {
  const { send } = await client
  const { body } = await send('POST', '/stores', { name: 'conformance' })
  const run: Run = { client: await client, store: body.id, brought: [], seed, asked: 0 }
  for (const stage of stages) {
    const { model, diagnostics } = parseModel(stage.model)
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    expect((await send('POST', `/stores/${run.store}/authorization-models`, model)).status).toBe(201)
    const tuples = shuffle(stage.tuples ?? [], seed)
    if (!contextual) await writeAll(run, tuples)
    await runStage(stage, contextual ? { ...run, brought: tuples } : run, (count) => (run.asked += count))
  }
  return run.asked
}

async function writeAll({ client: { send }, store }: Run, tuples: readonly Key[]): Promise<void> {
  for (let at = 0; at < tuples.length; at += CHUNK) {
    const written = await send('POST', `/stores/${store}/write`, {
      writes: { tuple_keys: tuples.slice(at, at + CHUNK) },
    })
    expect([written.status, written.body]).toEqual([200, {}])
  }
}

async function runStage(stage: Stage, run: Run, count: (asked: number) => void): Promise<void> {
  const around = ({ context, contextualTuples = [] }: Expected<unknown>) => {
    const keys = shuffle([...run.brought, ...contextualTuples], run.seed)
    return { ...(context ? { context } : {}), ...(keys.length > 0 ? { contextual_tuples: { tuple_keys: keys } } : {}) }
  }
  const ask = (path: string, body: object) => run.client.send('POST', `/stores/${run.store}/${path}`, body)
  const failed = (reply: { status: number; body: { code: keyof typeof NUMBERS } }) =>
    reply.status === 200 ? undefined : NUMBERS[reply.body.code]

  for (const each of stage.checkAssertions ?? []) {
    const reply = await ask('check', { tuple_key: each.tuple, ...around(each) })
    const received = failed(reply) ?? reply.body
    expect(received, JSON.stringify(each)).toEqual(each.errorCode ?? { allowed: each.expectation, resolution: '' })
    count(1)
  }
  for (const each of stage.listObjectsAssertions ?? []) {
    const request = { ...each.request, ...around(each) }
    const reply = await ask('list-objects', request)
    const streamed = await ask('streamed-list-objects', request)
    expect(streamed.status).toBe(reply.status)
    count(1)
    if (each.errorCode !== undefined) {
      expect(failed(reply), JSON.stringify(each)).toBe(each.errorCode)
      continue
    }
    expect(reply.body.objects.toSorted(), JSON.stringify(each)).toEqual((each.expectation ?? []).toSorted())
    const lines = streamed.text.split('\n').filter((line) => line !== '')
    expect(lines.map((line) => JSON.parse(line).result.object)).toEqual(reply.body.objects)
    for (const object of reply.body.objects) {
      const { user, relation } = each.request
      expect((await ask('check', { tuple_key: { user, relation, object }, ...around(each) })).body.allowed).toBe(true)
    }
  }
  for (const each of stage.listUsersAssertions ?? []) {
    const { filters, object, relation } = each.request
    const colon = object.indexOf(':')
    const [type, inner] = filters[0]!.split('#')
    const { contextual_tuples, ...rest } = around(each)
    const reply = await ask('list-users', {
      object: { type: object.slice(0, colon), id: object.slice(colon + 1) },
      relation,
      user_filters: [{ type, ...(inner ? { relation: inner } : {}) }],
      ...rest,
      ...(contextual_tuples ? { contextual_tuples: contextual_tuples.tuple_keys } : {}),
    })
    count(1)
    if (each.errorCode !== undefined) {
      expect(failed(reply), JSON.stringify(each)).toBe(each.errorCode)
      continue
    }
    const users = reply.body.users.map(userText)
    expect(users.toSorted(), JSON.stringify(each)).toEqual((each.expectation ?? []).toSorted())
    for (const user of users) {
      expect((await ask('check', { tuple_key: { user, relation, object }, ...around(each) })).body.allowed).toBe(true)
    }
  }
}

type User = {
  object?: { type: string; id: string }
  wildcard?: { type: string }
  userset?: { type: string; id: string; relation: string }
}
function userText({ object, wildcard, userset }: User): string {
  if (object) return `${object.type}:${object.id}`
  return wildcard ? `${wildcard.type}:*` : `${userset!.type}:${userset!.id}#${userset!.relation}`
}

function shuffle<T>(items: readonly T[], seed: () => number): T[] {
  return items
    .map((item) => [seed(), item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item)
}

/** The same order in every run. */
function seeded(state = 1): () => number {
  return () => (state = Math.imul(state, 48_271) & 0x7fff_ffff)
}

describe.skipIf(!existsSync(DATA))('OpenFGA test data over HTTP (skipped without the folder of public data)', () => {
  test('our numbers of their codes are theirs', () => {
    const groups = JSON.parse(readFileSync(`${DATA}error-codes.json`, 'utf8')) as Record<string, Record<string, number>>
    const theirs = Object.assign({}, ...Object.values(groups)) as Record<string, number>
    expect(theirs).toMatchObject(NUMBERS)
  })

  test('every operation of their document is on our tables', async () => {
    const { paths } = JSON.parse(readFileSync(`${DATA}apidocs.swagger.json`, 'utf8')) as {
      paths: Record<string, object>
    }
    const theirs = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, ':')}`),
    )
    const { port } = await client
    const ours = openFgaWire(port).routes.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ':')}`)
    expect(theirs.filter((each) => !each.includes('access/v1') && !each.includes('authzen')).sort()).toEqual(
      ours.filter((each) => each !== 'GET /healthz').sort(),
    )
  })

  test.each([
    ['consolidated_1_1_tests.yaml', 900],
    ['abac_tests.yaml', 280],
  ])('%s: every assertion, stored and brought along', { timeout: 60_000 }, async (file, atLeast) => {
    const { tests } = parse(readFileSync(DATA + file, 'utf8')) as { tests: { name: string; stages: Stage[] }[] }
    const wrong: string[] = []
    let asked = 0
    const attempt = async (name: string, stages: Stage[], contextual: boolean) => {
      try {
        asked += await runStages(stages, contextual, seeded())
      } catch (error) {
        wrong.push(`${name}${contextual ? ' (brought along)' : ''}: ${(error as Error).message.slice(0, 400)}`)
      }
    }
    for (const { name, stages } of tests) {
      await attempt(name, stages, false)
      if (stages.length === 1 && (stages[0]!.tuples?.length ?? 0) <= 100) await attempt(name, stages, true)
    }
    expect(wrong).toEqual([])
    expect(asked).toBeGreaterThan(atLeast)
  })
})
