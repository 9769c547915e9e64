// What a write would do by another model than the one in force: by another version, and by one that is only being written.
// Whatever is told is compared with all checks of everybody on everything, before and after the write is really made.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeKey } from '../../test/keys.ts'
import { type Answer, makeStore, post, type Served, type Server, send, serve, tuple } from '../../test/served.ts'

const IN_FORCE = `model
  schema 1.1
type user
type team
  relations
    define member: [user, team#member]
type label
  relations
    define team: [team]
    define admin: [user, team#member]
    define frozen: [user]
type release
  relations
    define label: [label]
    define can_edit: admin from label
    define can_read: [user] or can_edit
`
/** Teams have a say, what is frozen is closed, and to read says nothing of its own any more. */
const DRAFT = `model
  schema 1.1
type user
type team
  relations
    define member: [user, team#member]
type label
  relations
    define team: [team]
    define frozen: [user, user:*]
    define admin: ([user] or member from team) but not frozen
type release
  relations
    define label: [label]
    define can_edit: admin from label
    define can_read: can_edit but not frozen from label
    define can_sign: [user]
`
const USERS = ['anne', 'bob', 'cara', 'dan'].map((id) => `user:${id}`)
const TEAMS = ['team:a', 'team:b']
const LABELS = ['label:north', 'label:south']
const RELEASES = ['release:1', 'release:2', 'release:3']
const RELATIONS: readonly (readonly [objects: readonly string[], ...relations: string[]])[] = [
  [TEAMS, 'member'],
  [LABELS, 'team', 'admin', 'frozen'],
  [RELEASES, 'label', 'can_edit', 'can_read', 'can_sign'],
]
/** What both models allow, and what only the first one does. */
const FORMS: readonly (readonly [objects: readonly string[], relation: string, subjects: readonly string[]])[] = [
  [TEAMS, 'member', [...USERS, 'team:b#member']],
  [LABELS, 'team', TEAMS],
  [LABELS, 'admin', USERS],
  [LABELS, 'frozen', USERS],
  [RELEASES, 'label', LABELS],
]
const OLD_FORMS: typeof FORMS = [
  [LABELS, 'admin', ['team:a#member']],
  [RELEASES, 'can_read', USERS],
]
const ALL = FORMS.flatMap(tuplesOf)
const OLD = OLD_FORMS.flatMap(tuplesOf)
const CHECKS = RELATIONS.flatMap(([objects, ...relations]) =>
  objects.flatMap((object) =>
    relations.flatMap((relation) =>
      [...USERS, ...TEAMS, ...LABELS, 'user:*', 'user:nobody'].map((subject) => ({ object, relation, subject })),
    ),
  ),
)
const SEEDS = [1, 2, 3, 4, 5, 6]

let served: Served
let server: Server

beforeAll(async () => {
  served = await serve(1)
  server = served.servers[0]!
}, 60_000)
afterAll(() => served.stop(), 60_000)

const previewIn = (store: string, body: object): Promise<Answer> => post(server, `/${store}/preview`, body)

async function write(store: string, text: string): Promise<string> {
  const written = await post(server, `/${store}/models`, { text, allowOrphans: true })
  expect(written.status).toBe(201)
  return written.body.model
}

async function checkAll(store: string, model: string): Promise<string[]> {
  const { status, body } = await post(server, `/${store}/check-many`, {
    model,
    checks: CHECKS,
    consistency: { mode: 'full' },
  })
  expect(status).toBe(200)
  return body.results.map(({ allowed }: { allowed: boolean }) => (allowed ? 'yes' : 'no'))
}

describe.each(SEEDS)('by another model than the one in force, seed %i', (seed) => {
  it('what is told is what all checks say before and after', async () => {
    const chance = chanceOf(seed)
    const some = (from: readonly Triple[], share: number) => from.filter(() => chance() < share)
    const there = [...some(ALL, 0.3), ...some(OLD, 0.5)]
    const added = some(ALL, 0.1).filter((each) => !there.includes(each))
    const removed = some(there, 0.2)
    const { id: store } = await makeStore(server, IN_FORCE, there)
    const byDraft = await previewIn(store, { added, removed, draft: { text: DRAFT } })
    expect(byDraft).toMatchObject({ status: 200, body: { isExact: true, isDraft: true } })
    const model = await write(store, DRAFT)
    await write(store, IN_FORCE)
    const { gained, lost, items, ...byVersion } = (await previewIn(store, { added, removed, model })).body
    expect({ gained, lost, items }).toEqual({
      gained: byDraft.body.gained,
      lost: byDraft.body.lost,
      items: byDraft.body.items,
    })
    expect(byVersion.model).toBe(model)
    expect(byVersion.isDraft).toBeUndefined()
    const before = await checkAll(store, model)
    expect((await post(server, `/${store}/tuples`, { added, removed })).status).toBe(200)
    const after = await checkAll(store, model)
    const changes = CHECKS.map((check, index) => ({ ...check, before: before[index], after: after[index] }))
    expect(changes.filter((each) => each.before !== each.after && !isTold(items, each))).toEqual([])
    expect(items.filter((told: Told) => !changes.some((each) => nameOf(each) === nameOf(told)))).toEqual([])
    expect(changes.some((each) => each.before !== each.after)).toBe(true)
  })
})

type Triple = ReturnType<typeof tuple>
type Told = Triple & { readonly before?: string | undefined; readonly after?: string | undefined }

function tuplesOf([objects, relation, subjects]: (typeof FORMS)[number]): Triple[] {
  return objects.flatMap((object) => subjects.map((subject) => ({ object, relation, subject })))
}

/** By name, or as everybody of its type. */
function isTold(items: readonly Told[], change: Told): boolean {
  const everybody = { ...change, subject: `${change.subject.split(':')[0]}:*` }
  return items.some((told) => nameOf(told) === nameOf(change) || nameOf(told) === nameOf(everybody))
}

function nameOf({ object, relation, subject, before, after }: Told): string {
  return JSON.stringify([object, relation, subject, before, after])
}

/** The same for the same seed. */
function chanceOf(seed: number): () => number {
  let state = seed * 2_654_435_761
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

describe('a draft', () => {
  const file = (text: string) => [{ path: 'model.fga', text }]
  const PEOPLE = { module: 'people', files: file('module people\n\ntype user\n') }
  const notes = (viewer: string) => ({
    module: 'notes',
    files: [
      ...file(`module notes\n\ntype note\n  relations\n    define owner: [user]\n    define viewer: ${viewer}\n`),
      { path: 'tests.fga.yaml', text: FAILING },
    ],
  })
  const FAILING =
    'model_file: ../fga.mod\ntests:\n  - name: nobody\n    check:\n      - {user: user:x, object: note:1, assertions: {viewer: true}}\n'
  const own = { added: [tuple('note:1#owner@user:anne')] }

  async function makeModules(): Promise<string> {
    const { id } = (await post(server, '', { name: 'modules' })).body
    const modules = [PEOPLE, { module: 'notes', files: [notes('[user]').files[0]] }]
    expect((await post(server, `/${id}/modules`, { modules })).status).toBe(200)
    return id
  }

  it('stands in the place of one module, beside the others, and its tests are not asked', async () => {
    const store = await makeModules()
    expect((await previewIn(store, own)).body).toMatchObject({ gained: 1 })
    const body = { ...own, draft: { modules: [notes('[user] or owner')] } }
    const told = await previewIn(store, body)
    expect(told).toMatchObject({ status: 200, body: { gained: 2, isExact: true, isDraft: true } })
    expect(told.body.items.map(({ relation }: Told) => relation)).toEqual(['owner', 'viewer'])
    const listed = await send(server, `/${store}/models`, { method: 'GET' })
    expect(((await listed.json()) as Answer['body']).items).toHaveLength(1)
  })

  it('can leave a module out: what only that one knew is refused', async () => {
    const store = await makeModules()
    const told = await previewIn(store, { ...own, draft: { removed: ['notes'] } })
    expect(told).toMatchObject({ status: 400, body: { info: { reason: 'invalid_tuple' } } })
    const absent = await previewIn(store, { draft: { removed: ['nothing'] } })
    expect(absent).toMatchObject({ status: 404, body: { info: { what: 'module' } } })
  })

  it('that has mistakes is refused with all of them, at their places', async () => {
    const store = await makeModules()
    const whole = await previewIn(store, {
      draft: { text: 'model\n  schema 1.1\ntype a\n  relations\n    define b: [c] or d\n' },
    })
    expect(whole).toMatchObject({ status: 400, body: { code: 'invalid_input', info: { reason: 'invalid_model' } } })
    expect(whole.body.info.issues.length).toBeGreaterThan(1)
    const module = await previewIn(store, { draft: { modules: [notes('[planet]')] } })
    expect(module).toMatchObject({ status: 400, body: { info: { issues: [{ file: 'notes/model.fga', line: 6 }] } } })
  })

  it.each([
    ['nothing', { draft: {} }],
    ['both', { draft: { text: DRAFT, modules: [PEOPLE] } }],
    ['two that are called the same', { draft: { modules: [PEOPLE, PEOPLE] } }],
    ['one that goes and comes', { draft: { modules: [PEOPLE], removed: ['people'] } }],
    ['a version beside it', { draft: { text: DRAFT }, model: 'label:x' }],
  ])('is not %s', async (_, body) => {
    const store = await makeModules()
    expect(await previewIn(store, body)).toMatchObject({ status: 400, body: { code: 'invalid_input' } })
  })

  it('is no way into another store: its models are not found', async () => {
    const [one, other] = [await makeStore(server, IN_FORCE, []), await makeStore(server, DRAFT, [])]
    expect(await previewIn(one.id, { model: other.model })).toMatchObject({ status: 404 })
    const { secret } = await makeKey(server, { stores: [other.id] })
    const headers = { authorization: `Bearer ${secret}` }
    const refused = await post(server, `/${one.id}/preview`, { draft: { text: DRAFT } }, headers)
    expect(refused.status).toBe(403)
  })
})
