// OpenFGA's own test data through HTTP, the way its project runs it: single stages twice (written, and brought along),
// shuffled, in chunks; what is listed is checked; streamed lists equal lists; errors compared by their number.

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseModel } from '@lockness/language'
import { expect } from 'vitest'
import { parse } from 'yaml'
import { NUMBERS } from '../openfga/openfga.errors.ts'
import type { Send } from './inject.ts'

export const DATA = fileURLToPath(new URL('../../../../../../shared/conformance/openfga/', import.meta.url))
export const isDataThere = existsSync(DATA)
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
  readonly send: Send
  readonly store: string
  readonly brought: readonly Key[]
  readonly seed: () => number
  asked: number
}

async function runStages(
  send: Send,
  stages: readonly Stage[],
  contextual: boolean,
  seed: () => number,
): Promise<number> {
  const { body } = await send('POST', '/stores', { name: 'conformance' })
  const run: Run = { send, store: body.id, brought: [], seed, asked: 0 }
  for (const stage of stages) {
    const { model, diagnostics } = parseModel(stage.model)
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    const written = await send('POST', `/stores/${run.store}/authorization-models`, model)
    expect(written).toMatchObject({ status: 201 })
    const tuples = shuffle(stage.tuples ?? [], seed)
    if (!contextual) await writeAll(run, tuples)
    await runStage(stage, contextual ? { ...run, brought: tuples } : run, (count) => (run.asked += count))
  }
  return run.asked
}

async function writeAll({ send, store }: Run, tuples: readonly Key[]): Promise<void> {
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
  const ask = (path: string, body: object) => run.send('POST', `/stores/${run.store}/${path}`, body)
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

export interface SuiteResult {
  readonly asked: number
  readonly wrong: readonly string[]
}

/** `atOnce`: how many tests share the server at any time. */
export async function runSuite(send: Send, file: string, atOnce = 1): Promise<SuiteResult> {
  const { tests } = parse(readFileSync(DATA + file, 'utf8')) as { tests: { name: string; stages: Stage[] }[] }
  const attempts = tests.flatMap(({ name, stages }) => {
    const isSmall = stages.length === 1 && (stages[0]!.tuples?.length ?? 0) <= 100
    return [false, ...(isSmall ? [true] : [])].map((contextual) => ({ name, stages, contextual }))
  })
  const wrong: string[] = []
  let asked = 0
  const work = async () => {
    for (let next = attempts.shift(); next; next = attempts.shift()) {
      const { name, stages, contextual } = next
      try {
        const count = await runStages(send, stages, contextual, seeded())
        asked += count
      } catch (error) {
        wrong.push(`${name}${contextual ? ' (brought along)' : ''}: ${(error as Error).message.slice(0, 400)}`)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return { asked, wrong }
}
