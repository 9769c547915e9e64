// The commands that look at a server, and those that write whole models, against a real one.

import { type Server, startServer } from '@lockness/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT_KEY, temporaryFolder } from '../../test/lockness-process.ts'
import { type Given, runCommand } from '../../test/run-command.ts'

const MODEL = `model
  schema 1.1
type user
type group
  relations
    define member: [user]
type doc
  relations
    define owner: [user]
    define blocked: [user]
    define parent: [group]
    define viewer: ([user, group#member] or owner or member from parent) but not blocked
`
const { folder, remove } = temporaryFolder()
let server: Server
let env: Record<string, string>

beforeAll(async () => {
  const place = { folder }
  server = await startServer({ place, host: '127.0.0.1', port: 0, rootKey: ROOT_KEY, report: () => undefined })
  env = { LOCKNESS_URL: server.url, LOCKNESS_KEY: ROOT_KEY, LOCKNESS_STORE: 'docs' }
  await ok('store create docs')
  await ok('model write model.fga --reason first', { files: { 'model.fga': MODEL } })
  await ok('tuple add user:anne owner doc:1')
  await ok('tuple add group:eng#member viewer doc:1')
}, 60_000)
afterAll(async () => {
  await server?.close()
  remove()
}, 60_000)

async function run(line: string, given: Given = {}) {
  const args = line.match(/'[^']*'|\S+/g)!.map((word) => word.replace(/^'|'$/g, ''))
  return runCommand(args, { env, ...given })
}

async function ok(line: string, given: Given = {}): Promise<string> {
  const { code, out, complaints } = await run(line, given)
  expect({ line, code, complaints }).toEqual({ line, code: 0, complaints: '' })
  return out
}

async function json(line: string, given: Given = {}) {
  return JSON.parse((await run(`${line} --json`, given)).out)
}

describe('a whole model', { timeout: 60_000 }, () => {
  test('is written, looked at, and refused with what is wrong', async () => {
    const wider = { files: { 'model.fga': MODEL.replace('owner: [user]', 'owner: [user, group#member]') } }
    expect(await ok('model write model.fga --dry-run', wider)).toBe('✓ could be written\n')
    const written = await json('model write model.fga --label stable', wider)
    expect(written).toMatchObject({ isAccepted: true, revision: 5 })
    expect(await ok('model versions')).toMatch(/model +since .*\n.* 5 .* stable +whole\n.* 2 .* whole\n$/)
    expect(await ok('model show')).toContain('define owner: [user, group#member]\n')
    expect(await ok('model show label:stable')).toBe(await ok('model show'))
    const broken = await run('model write model.fga', {
      files: { 'model.fga': MODEL.replace('or owner', 'or owners') },
    })
    expect(broken.code).toBe(3)
    expect(broken.complaints).toContain('owners')
    const narrower = { files: { 'm.fga': MODEL.replace('    define owner: [user]\n', '    define owner: [group]\n') } }
    expect(await run('model write m.fga --dry-run', narrower)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^✗ 1 tuples? would no longer be allowed/),
    })
    expect((await run('model write nothing.fga')).complaints).toContain('there is no file `nothing.fga`')
    expect((await run('model write m.json', { files: { 'm.json': '{' } })).complaints).toContain('is not JSON')
    const { document } = await json('model show')
    const asJson = { files: { 'm.json': JSON.stringify(document) } }
    expect(await json('model write m.json --dry-run', asJson)).toMatchObject({ isAccepted: true })
  })

  test('has labels, which are moved and taken away', async () => {
    expect(await ok('label set next label:stable')).toMatch(/^next stands for [0-9A-Z]{26} {2}\(revision \d+\)\n$/)
    expect(await ok('label list')).toMatch(/^label +model .*\nnext +.*\nstable +.*\n$/)
    expect((await json('label list')).items).toHaveLength(2)
    expect(await ok('label remove next')).toMatch(/^next is gone {2}\(revision \d+\)\n$/)
    expect((await run('label set next nothing')).code).toBe(3)
  })
})

test('a relation is drawn as it is made up', async () => {
  expect(await ok('expand viewer doc:1 --full')).toBe(
    [
      'doc:1#viewer',
      '├─ any of',
      '│  ├─ directly',
      '│  │  └─ group:eng#member',
      '│  ├─ or whoever has',
      '│  │  └─ doc:1#owner',
      '│  └─ or through others',
      '│     └─ by doc:1#parent',
      '└─ but not whoever has',
      '   └─ doc:1#blocked',
      '',
    ].join('\n'),
  )
  expect((await json('expand owner doc:1 --full')).tree).toMatchObject({ subjects: ['user:anne'] })
  expect((await run('expand nothing doc:1')).code).toBe(3)
}, 120_000)

describe('what was done', { timeout: 60_000 }, () => {
  test('is told, of a store and of the installation', async () => {
    const all = await ok('audit list')
    expect(all.split('\n')[0]).toMatch(/^revision +at +by +what +added +removed +why$/)
    expect(all).toMatch(/\n2 .*api_key:root +model.write +0 +0 +first\n/)
    expect((await json('audit list --action tuple.write')).items).toHaveLength(2)
    expect(await ok('audit list --system --action store.create')).toContain('store.create')
    expect((await run('audit list --since tomorrow')).code).toBe(3)
  })

  test('is whole, and said not to be when it is not', async () => {
    expect(await ok('audit verify')).toMatch(/^revisions 1 to \d+ {2}whole\n$/)
    expect(await json('audit verify --system')).toMatchObject({ isWhole: true, faults: [] })
    expect((await run('audit verify --from 0')).code).toBe(2)
  })
})

describe('what is used', { timeout: 60_000 }, () => {
  test('is told of tuples, relations and modules', async () => {
    await ok('check user:anne owner doc:1 --full')
    expect(await ok('usage relations')).toMatch(/^relation +module +uses +last used\n(.*\n)*doc#viewer +.*0 +never\n/)
    expect((await json('usage modules')).items).toMatchObject([{ module: null }])
    const header = /^tuple +uses +last used\n/
    expect(await ok('usage tuples')).toMatch(header)
    const unused = await json('usage tuples --relation viewer --unused-since 2027-01-01')
    expect(unused.items).toMatchObject([{ subject: 'group:eng#member', uses: 0 }])
  })
})

test('modules that name one another are pushed together', async () => {
  const files = {
    'bands/model.fga': 'module bands\n\ntype user\ntype band\n  relations\n    define label: [label]\n',
    'labels/model.fga': 'module labels\n\ntype label\n  relations\n    define signed: [band]\n',
    'all/fga.mod': `schema: '1.2'\ncontents:\n  - bands/model.fga\n  - labels/model.fga\n`,
    'all/bands/model.fga': 'module bands\n\ntype user\ntype band\n  relations\n    define label: [label]\n',
    'all/labels/model.fga': 'module labels\n\ntype label\n  relations\n    define signed: [band]\n',
  }
  await ok('store create together')
  expect((await run('module push bands --store together', { files })).code).toBe(3)
  expect((await run('module push bands labels --store together --dry-run', { files })).code).toBe(0)
  expect(await ok('module push bands labels --store together', { files })).toBe(
    '✓ bands  in force since revision 2, 0 expectations held\n✓ labels  in force since revision 2, 0 expectations held\n',
  )
  expect(await ok('module push labels bands --store together', { files })).toContain('in force already')
  await ok('store create listed')
  const { items } = await json('module push all --store listed', { files })
  expect(items.map(({ module, revision }: { module: string; revision: number }) => [module, revision])).toEqual([
    ['bands', 2],
    ['labels', 2],
  ])
  expect((await run('module push nothing bands --store listed', { files })).code).toBe(2)
}, 60_000)
