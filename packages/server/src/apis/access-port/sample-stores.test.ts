// OpenFGA's sample stores on a real server: each model is written as JSON, each test has a store with its tuples, and
// everything that a file expects is asked over HTTP.

import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Tuple } from '@lockness/authz'
import { type Expectation, loadModelTest } from '@lockness/language'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RealServer, startReal } from '../../../test/real-server.ts'

const SAMPLES = fileURLToPath(new URL('../../../../../../shared/conformance/openfga/sample-stores/', import.meta.url))
const isDataThere = existsSync(SAMPLES)
const FILES = isDataThere ? globSync('**/*.fga.yaml', { cwd: SAMPLES }).sort() : []
const CHUNK = 100

let real: RealServer

const keyOf = ({ subject, relation, object, condition }: Tuple) => ({
  user: subject,
  relation,
  object,
  ...(condition && { condition }),
})

async function openStore(model: unknown, facts: readonly Tuple[]): Promise<string> {
  const { body } = await real.send('POST', '/stores', { name: 'a sample' })
  const written = await real.send('POST', `/stores/${body.id}/authorization-models`, model)
  expect(written, written.text).toMatchObject({ status: 201 })
  for (let at = 0; at < facts.length; at += CHUNK) {
    const writes = { tuple_keys: facts.slice(at, at + CHUNK).map(keyOf) }
    expect(await real.send('POST', `/stores/${body.id}/write`, { writes })).toMatchObject({ status: 200, body: {} })
  }
  return body.id
}

async function answerTo(store: string, expectation: Expectation): Promise<unknown> {
  const context = expectation.context ? { context: expectation.context } : {}
  const ask = async (path: string, body: object) => {
    const reply = await real.send('POST', `/stores/${store}/${path}`, { ...body, ...context })
    expect(reply.status, reply.text).toBe(200)
    return reply.body
  }
  const { kind, relation } = expectation
  if (kind === 'check') {
    const { user, object } = expectation
    return (await ask('check', { tuple_key: { user, relation, object } })).allowed
  }
  if (kind === 'list_objects') {
    const { user, type } = expectation
    return (await ask('list-objects', { user, relation, type })).objects.toSorted()
  }
  const [type = '', id = ''] = expectation.object.split(/:(.*)/s)
  const users: string[] = []
  for (const filter of expectation.filter) {
    const found = await ask('list-users', { object: { type, id }, relation, user_filters: [filter] })
    users.push(...found.users.map(userText))
  }
  return users.toSorted()
}

type User = Record<'object' | 'wildcard' | 'userset', { type: string; id: string; relation: string } | undefined>

function userText({ object, wildcard, userset }: User): string {
  if (object) return `${object.type}:${object.id}`
  return wildcard ? `${wildcard.type}:*` : `${userset!.type}:${userset!.id}#${userset!.relation}`
}

describe.skipIf(!isDataThere)('sample stores on a real server (skipped without the folder of public data)', () => {
  beforeAll(async () => {
    real = await startReal()
  }, 120_000)
  afterAll(() => real?.stop(), 60_000)

  test.each(FILES)('%s', { timeout: 120_000 }, async (file) => {
    const { model, tests, diagnostics } = loadModelTest(join(SAMPLES, file), (path) =>
      existsSync(path) ? readFileSync(path, 'utf8') : undefined,
    )
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    let asked = 0
    for (const { facts, expectations } of tests) {
      const store = await openStore(model?.model, facts)
      for (const expectation of expectations) {
        const { expected } = expectation
        const wanted = Array.isArray(expected) ? expected.toSorted() : expected
        expect(await answerTo(store, expectation), JSON.stringify(expectation)).toEqual(wanted)
        asked++
      }
    }
    expect(asked).toBeGreaterThan(0)
  })
})
