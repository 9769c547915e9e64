// Modules over HTTP: the product's own verticals pushed one after the other, and everything that can stand against a push.

import { readdirSync, readFileSync } from 'node:fs'
import { compileModel } from '@lockness/authz'
import { loadModel } from '@lockness/language'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, makeStore, post, type Served, send, serve, tuple } from '../../test/served.ts'
import { expectSound, live } from '../../test/writes.ts'
import { formsOf } from './model-impact.ts'

/** Each after those whose types it names. */
const ORDER = ['core', 'ads', 'music', 'podcasts', 'audiobooks', 'consumer', 'agents']

type Server = Served['servers'][number]

let served: Served
let one: Server
let two: Server

beforeAll(async () => {
  served = await serve(2)
  ;[one, two] = served.servers as [Server, Server]
}, 60_000)
afterAll(() => served.stop(), 60_000)

type File = { readonly path: string; readonly text: string }

function folderOf(module: string): File[] {
  const names = readdirSync(`verticals/${module}`, { recursive: true, encoding: 'utf8' })
  return names.map((path) => ({ path, text: readFileSync(`verticals/${module}/${path}`, 'utf8') }))
}

/** A busy machine takes its time for all tests of all modules. */
const PATIENT = { 'x-request-deadline-ms': '60000' }

async function call(method: string, path: string, body?: unknown, server = one): Promise<Answer> {
  const response = await send(server, path, { method, headers: PATIENT, ...(body !== undefined && { body }) })
  return { status: response.status, body: await response.json() }
}

const emptyStore = async () => String((await post(one, '', { name: 'modules' })).body.id)
const push = (id: string, module: string, files: readonly File[], more: object = {}, server = one) =>
  call('PUT', `/${id}/modules/${module}`, { files, ...more }, server)

const PEOPLE = [{ path: 'model.fga', text: 'module people\n\ntype user\n' }]
const docs = (relations: string, more: readonly File[] = []) => [
  { path: 'model.fga', text: `module docs\n\ntype doc\n  relations\n${relations}` },
  ...more,
]
const VIEWER = docs('    define viewer: [user]\n')
const EDITOR = docs('    define viewer: [user]\n    define editor: [user]\n')
const WITHOUT_VIEWER = docs('    define editor: [user]\n')

async function storeWith(files: readonly File[], ...tuples: string[]): Promise<string> {
  const id = await emptyStore()
  expect((await push(id, 'people', PEOPLE)).status).toBe(200)
  expect((await push(id, 'docs', files)).status).toBe(200)
  if (tuples.length > 0) expect((await post(one, `/${id}/tuples`, { added: tuples.map(tuple) })).status).toBe(200)
  return id
}

describe('the verticals', () => {
  it('come into force one after the other, each with the tests of all before it, and make one catalog', async () => {
    const id = await emptyStore()
    let passed = 0
    for (const module of ORDER) {
      const pushed = await push(id, module, folderOf(module), { reason: `the ${module} team` })
      expect(pushed).toMatchObject({ status: 200, body: { isAccepted: true, tests: { failed: 0 }, errors: [] } })
      expect(pushed.body.tests.passed).toBeGreaterThan(passed)
      passed = pushed.body.tests.passed
    }
    const { items, model } = (await call('GET', `/${id}/modules`)).body
    expect(items.map(({ module }: { module: string }) => module)).toEqual([...ORDER].sort())
    const whole = loadModel('verticals/fga.mod', (path) => readFileSync(path, 'utf8'))
    const stored = (await call('GET', `/${id}/models/in-force`)).body
    expect(stored.id).toBe(model)
    const wanted = compileModel(whole.model, whole.conditions)
    expect(formsOf(compileModel(stored.document, new Map())).sort()).toEqual(formsOf(wanted).sort())
    const { types } = (await call('GET', `/${id}/catalog`)).body
    const release = types.find(({ type }: { type: string }) => type === 'release')
    expect(release).toMatchObject({ singular: 'Release', isPrincipal: false })
    const role = types.find(({ type }: { type: string }) => type === 'role')
    expect(new Set(role.entries.map((entry: { module: string }) => entry.module)).size).toBeGreaterThan(1)
    expect((await call('GET', `/${id}/modules/music`)).body.files.map(({ path }: File) => path).sort()).toEqual(
      folderOf('music')
        .map(({ path }) => path)
        .sort(),
    )
    // Core without which nothing stands.
    const refused = await call('DELETE', `/${id}/modules/core`)
    expect(refused).toMatchObject({ status: 400, body: { info: { reason: 'invalid_model' } } })
    expect((await call('DELETE', `/${id}/modules/agents`)).body).toMatchObject({ version: null, tests: { failed: 0 } })
    expect(await expectSound(served.cluster.database, id)).toBe(ORDER.length + 2)
  }, 60_000)
})

describe('a push', () => {
  it('that changes nothing makes no revision, and a dry run none either', async () => {
    const id = await storeWith(VIEWER)
    expect((await push(id, 'docs', [...VIEWER].reverse())).body).toMatchObject({ isUnchanged: true })
    const dry = await push(id, 'docs', EDITOR, { dryRun: true })
    expect(dry).toMatchObject({
      status: 200,
      body: {
        isDryRun: true,
        isAccepted: true,
        impact: { diff: { relations: [{ change: 'added', type: 'doc', relation: 'editor' }] }, orphans: { count: 0 } },
      },
    })
    expect(await expectSound(served.cluster.database, id)).toBe(3)
  })

  it('with mistakes is refused with each mistake at its place', async () => {
    const id = await storeWith(VIEWER)
    const wrong = [
      { path: 'model.fga', text: 'module docs\n\ntype doc\n  relations\n    define viewer: [usr]\n' },
      { path: 'catalog.yaml', text: 'module: docs\ntypes:\n  dock: {}\n' },
      { path: 'notes.txt', text: 'hello' },
    ]
    const refused = await push(id, 'docs', wrong)
    expect(refused).toMatchObject({ status: 400, body: { info: { reason: 'invalid_model' } } })
    expect(refused.body.info.issues).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ file: 'docs/model.fga', line: 5 }),
        expect.objectContaining({ file: 'docs/notes.txt', code: 'unknown-file' }),
      ]),
    )
    const dry = await push(id, 'docs', wrong, { dryRun: true })
    expect(dry).toMatchObject({ status: 200, body: { isAccepted: false, refusal: { reason: 'invalid_model' } } })
    expect(await expectSound(served.cluster.database, id)).toBe(3)
  })

  it('cannot speak for another module, nor take its types', async () => {
    const id = await storeWith(VIEWER)
    const foreign = await push(id, 'docs', [{ path: 'model.fga', text: PEOPLE[0]!.text }])
    expect(foreign.body.info.issues).toEqual(
      expect.arrayContaining([expect.objectContaining({ code: 'foreign-module', file: 'docs/model.fga' })]),
    )
    const taken = await push(id, 'zoo', [{ path: 'model.fga', text: 'module zoo\n\ntype doc\n' }])
    expect(taken).toMatchObject({ status: 400, body: { info: { issues: [{ file: 'zoo/model.fga' }] } } })
    const catalog = { path: 'catalog.yaml', text: 'module: people\ntypes: {}\n' }
    expect((await push(id, 'docs', [...VIEWER, catalog])).body.info.issues).toMatchObject([{ code: 'foreign-module' }])
  })

  it('that breaks a test of its own or of another module is refused, with what was expected', async () => {
    const test = {
      path: 'tests.fga.yaml',
      text: [
        'model_file: ../fga.mod',
        'tuples:',
        '  - {user: user:ann, relation: viewer, object: doc:1}',
        'tests:',
        '  - name: viewers view',
        '    check:',
        '      - {user: user:ann, object: doc:1, assertions: {viewer: true}}',
      ].join('\n'),
    }
    const id = await storeWith([...VIEWER, test])
    const own = await push(id, 'docs', [...VIEWER, { ...test, text: test.text.replace('true', 'false') }])
    expect(own).toMatchObject({
      status: 409,
      body: {
        info: { reason: 'tests_failed', tests: { failed: 1, failures: [{ file: 'docs/tests.fga.yaml', line: 7 }] } },
      },
    })
    const another = { path: 'tests.fga.yaml', text: test.text.replace('true', 'false') }
    const theirs = await push(id, 'people', [...PEOPLE, another])
    expect(theirs).toMatchObject({ status: 409, body: { info: { reason: 'tests_failed' } } })
    expect(await expectSound(served.cluster.database, id)).toBe(3)
  })

  it('that would orphan tuples is refused and says which, unless it is told; expired ones do not count', async () => {
    const id = await storeWith(EDITOR, 'doc:1#viewer@user:ann', 'doc:2#viewer@user:bob', 'doc:1#editor@user:ann')
    await post(one, `/${id}/tuples`, { added: [{ ...tuple('doc:3#viewer@user:ann'), expiresAt: 1_000 }] })
    const refused = await push(id, 'docs', WITHOUT_VIEWER, {}, two)
    expect(refused).toMatchObject({
      status: 409,
      body: { info: { reason: 'orphans', impact: { orphans: { count: 2 } } } },
    })
    expect(refused.body.info.impact.orphans.examples.map((each: { tuple: string }) => each.tuple).sort()).toEqual([
      'doc:1#viewer@user:ann',
      'doc:2#viewer@user:bob',
    ])
    const told = await push(id, 'docs', WITHOUT_VIEWER, { allowOrphans: true }, two)
    expect(told).toMatchObject({ status: 200, body: { impact: { orphans: { count: 2 } } } })
    expect(await live(served.cluster.database, id)).toContain('doc:2#viewer@user:bob')
    // What is orphaned already stands in nobody's way.
    expect(
      (await push(id, 'people', [{ path: 'model.fga', text: 'module people\n\ntype user\ntype bot\n' }])).status,
    ).toBe(200)
  })

  it('that changes what a condition takes is refused while there are tuples with the old', async () => {
    const under = (type: string) => [
      {
        path: 'model.fga',
        text: `module docs\n\ntype doc\n  relations\n    define viewer: [user with soon]\n\ncondition soon(hour: ${type}) {\n  hour == hour\n}\n`,
      },
    ]
    const id = await storeWith(under('int'))
    const soon = { ...tuple('doc:1#viewer@user:ann'), condition: { name: 'soon', context: { hour: 3 } } }
    expect((await post(one, `/${id}/tuples`, { added: [soon] })).status).toBe(200)
    const refused = await push(id, 'docs', under('string'))
    expect(refused).toMatchObject({ status: 409, body: { info: { impact: { orphans: { count: 1 } } } } })
    expect((await push(id, 'docs', under('double'))).status).toBe(200)
  })

  it('is refused when another version was changed than the one in force', async () => {
    const id = await storeWith(VIEWER)
    const { version } = (await call('GET', `/${id}/modules/docs`)).body
    expect((await push(id, 'docs', EDITOR, { basedOn: 'other' })).body).toMatchObject({
      info: { reason: 'module_moved' },
    })
    expect(
      (await push(id, 'zoo', [{ path: 'model.fga', text: 'module zoo\n\ntype cage\n' }], { basedOn: version })).status,
    ).toBe(409)
    expect(
      (await push(id, 'zoo', [{ path: 'model.fga', text: 'module zoo\n\ntype cage\n' }], { basedOn: null })).status,
    ).toBe(200)
    expect((await push(id, 'docs', EDITOR, { basedOn: version })).status).toBe(200)
    expect((await push(id, 'docs', VIEWER, { basedOn: version })).status).toBe(409)
    expect((await call('GET', `/${id}/modules/docs`)).body.files).toEqual(EDITOR)
    expect((await call('GET', `/${id}/modules/docs?version=${version}`)).body.files).toEqual(VIEWER)
    expect((await call('GET', `/${id}/modules/docs?version=other`)).status).toBe(404)
  })

  it('that would take longer than its caller waits is ended, and the next one goes on', async () => {
    const id = await storeWith(VIEWER)
    const headers = { 'x-request-deadline-ms': '1' }
    const late = await send(one, `/${id}/modules/core`, { method: 'PUT', body: { files: folderOf('core') }, headers })
    expect(late.status).toBe(422)
    expect((await push(id, 'docs', EDITOR)).status).toBe(200)
    expect(await expectSound(served.cluster.database, id)).toBe(4)
  })

  it('onto a model that was written whole, and a whole model onto modules, is refused unless told', async () => {
    const { id } = await makeStore(one, 'model\n  schema 1.1\ntype user\n', [])
    expect((await push(id, 'people', PEOPLE)).body).toMatchObject({ info: { reason: 'written_whole' } })
    expect((await push(id, 'people', PEOPLE, { replacesModel: true })).status).toBe(200)
    const text = 'model\n  schema 1.1\ntype user\n'
    expect((await post(one, `/${id}/models`, { text })).body).toMatchObject({ info: { reason: 'made_of_modules' } })
    expect((await post(one, `/${id}/models`, { text, replacesModules: true })).status).toBe(201)
    expect((await call('GET', `/${id}/modules`)).body.items).toEqual([])
  })

  it.each([
    ['a path out of the module', { files: [{ path: '../core/model.fga', text: '' }] }],
    ['an absolute path', { files: [{ path: '/etc/passwd', text: '' }] }],
    ['no files', { files: [] }],
    ['a file twice', { files: [PEOPLE[0], PEOPLE[0]] }],
    ['an unknown field', { files: PEOPLE, force: true }],
  ])('with %s is refused', async (_, body) => {
    const id = await emptyStore()
    expect((await call('PUT', `/${id}/modules/people`, body)).status).toBe(400)
    expect(await expectSound(served.cluster.database, id)).toBe(1)
  })

  it('of `__proto__` is a module like any other', async () => {
    const id = await emptyStore()
    const text = 'module __proto__\n\ntype constructor\n  relations\n    define toString: [constructor]\n'
    expect((await push(id, '__proto__', [{ path: 'model.fga', text }])).status).toBe(200)
    const added = [tuple('constructor:a#toString@constructor:b')]
    expect((await post(one, `/${id}/tuples`, { added })).status).toBe(200)
  })
})

describe('at once', () => {
  it('two pushes of one module: one wins, the other is told so', async () => {
    let told = 0
    for (let round = 0; round < 6; round++) {
      const id = await storeWith(VIEWER)
      const variants = [EDITOR, docs('    define viewer: [user]\n    define owner: [user]\n')]
      // On one node the second one reads what is in force while the first one is tested.
      const answers = await Promise.all(
        variants.map((files, i) => push(id, 'docs', files, {}, i && round > 2 ? two : one)),
      )
      const won = answers.filter(({ status }) => status === 200)
      const lost = answers.filter(({ status }) => status === 409)
      expect(won.length + lost.length).toBe(2)
      expect(won.length).toBeGreaterThanOrEqual(1)
      for (const { body } of lost) expect(body.info.reason).toBe('module_moved')
      told += lost.length
      expect(await expectSound(served.cluster.database, id)).toBe(3 + won.length)
    }
    expect(told).toBeGreaterThan(0)
  })

  it('the same modules are the same model, in whatever order they were pushed', async () => {
    const [a, b] = [await emptyStore(), await emptyStore()]
    const more = [
      { path: 'model.fga', text: 'module more\n\nextend type user\n  relations\n    define boss: [user]\n' },
    ]
    for (const [id, order] of [
      [a, ['people', 'docs', 'more']],
      [b, ['people', 'more', 'docs']],
    ] as const)
      for (const module of order)
        expect((await push(id, module, module === 'docs' ? EDITOR : module === 'more' ? more : PEOPLE)).status).toBe(
          200,
        )
    const documentOf = async (id: string) => (await call('GET', `/${id}/models/in-force`)).body.document
    const documents = [await documentOf(a), await documentOf(b)]
    expect(JSON.stringify(documents[0])).toBe(JSON.stringify(documents[1]))
  })

  it('pushes of different modules: all come into force', async () => {
    const id = await storeWith(VIEWER)
    const names = ['a', 'b', 'c', 'd']
    const answers = await Promise.all(
      names.map((name, i) =>
        push(id, name, [{ path: 'model.fga', text: `module ${name}\n\ntype of_${name}\n` }], {}, i % 2 ? one : two),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const { items } = (await call('GET', `/${id}/modules`)).body
    expect(items.map(({ module }: { module: string }) => module)).toEqual([...names, 'docs', 'people'])
  })

  it('a push and writes that it would orphan: whatever wins, nothing is orphaned', async () => {
    for (let round = 0; round < 4; round++) {
      const id = await storeWith(EDITOR)
      const writes = Array.from({ length: 30 }, (_, i) =>
        post(i % 2 ? one : two, `/${id}/tuples`, { added: [tuple(`doc:${i}#viewer@user:ann`)] }),
      )
      const [pushed, ...written] = await Promise.all([push(id, 'docs', WITHOUT_VIEWER), ...writes])
      const there = await live(served.cluster.database, id)
      const inForce = (await call('GET', `/${id}/models/in-force`)).body.text
      expect(there.length).toBe(written.filter(({ status }) => status === 200).length)
      if (pushed!.status === 200) expect([there.length, inForce.includes('viewer')]).toEqual([0, false])
      else expect(inForce).toContain('viewer')
      for (const { status } of written) expect([200, 400]).toContain(status)
      await expectSound(served.cluster.database, id)
    }
  })
})

describe('models', () => {
  it('are listed, read as text and JSON, written as JSON, and named by labels that move', async () => {
    const made = await makeStore(one, 'model\n  schema 1.1\ntype user\n', [])
    const { document } = (await call('GET', `/${made.id}/models/${made.model}`)).body
    const second = await post(one, `/${made.id}/models`, { document, label: 'next', reason: 'again' })
    expect(second.status).toBe(201)
    const page = (await call('GET', `/${made.id}/models?pageSize=1`)).body
    expect(page.items).toMatchObject([{ id: second.body.model, labels: ['next'], reason: 'again', revision: 3 }])
    const rest = (await call('GET', `/${made.id}/models?pageSize=1&cursor=${encodeURIComponent(page.cursor)}`)).body
    expect(rest).toMatchObject({ items: [{ id: made.model, labels: [] }] })
    expect(rest.cursor).toBeUndefined()
    const path = `/${made.id}/model-labels/next`
    expect(await call('PUT', path, { model: made.model })).toMatchObject({ status: 200, body: { revision: 4 } })
    expect((await call('GET', `/${made.id}/models/label:next`, undefined, two)).body.id).toBe(made.model)
    const [row] = await served.cluster.database.query<{ labels: unknown }>(
      `select body::jsonb -> 'labels' as labels from lockness.store_log where store_id = $1 and rev = 4`,
      [made.id],
    )
    expect(row?.labels).toEqual([{ label: 'next', model: made.model }])
    expect((await call('PUT', path, { model: 'nothing' })).status).toBe(404)
    expect((await call('PUT', `/${made.id}/model-labels/a%20b`, { model: made.model })).status).toBe(400)
    expect((await call('DELETE', path)).status).toBe(200)
    expect((await call('DELETE', path)).status).toBe(404)
    expect((await call('GET', `/${made.id}/models/label:next`)).status).toBe(404)
    expect((await call('GET', `/${made.id}/model-labels`)).body).toEqual({ items: [] })
    expect(await expectSound(served.cluster.database, made.id)).toBe(5)
  })

  it.each([
    ['neither text nor JSON', {}],
    ['both', { text: 'model\n  schema 1.1\n', document: {} }],
    ['text with a mistake', { text: 'model\n  schema 1.1\ntype doc\n  relations\n    define a: [b]\n' }],
    ['JSON that is no model', { document: { type_definitions: 'x' } }],
  ])('as %s are refused', async (_, body) => {
    const id = await emptyStore()
    expect((await post(one, `/${id}/models`, body)).status).toBe(400)
  })
})
