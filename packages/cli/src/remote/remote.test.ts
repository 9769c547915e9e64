// The commands that speak to a server, against a real one: what they say, what they answer in JSON, how they end.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Server, startServer } from '@lockness/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT_KEY, temporaryFolder } from '../../test/lockness-process.ts'
import { type Given, runCommand } from '../../test/run-command.ts'

const MODULE = {
  'docs/model.fga': `module docs

type user
type folder
  relations
    define viewer: [user, user with office]
type doc
  relations
    define folder: [folder]
    define blocked: [user]
    define viewer: ([user] or viewer from folder) but not blocked

condition office(hour: int) {
  hour > 8
}
`,
  'docs/tests.fga.yaml': `name: Docs
model_file: ../fga.mod
tuples:
  - {user: user:anne, relation: viewer, object: doc:1}
tests:
  - name: viewers
    check:
      - {user: user:anne, object: doc:1, assertions: {viewer: true}}
`,
}
const { folder, remove } = temporaryFolder()
let server: Server
let env: Record<string, string>

beforeAll(async () => {
  server = await startServer({
    place: { folder },
    host: '127.0.0.1',
    port: 0,
    rootKey: ROOT_KEY,
    report: () => undefined,
  })
  env = { LOCKNESS_URL: server.url, LOCKNESS_KEY: ROOT_KEY }
}, 60_000)
afterAll(async () => {
  await server?.close()
  remove()
}, 60_000)

/** Words as a shell would part them; what has spaces stands in single quotes. */
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

describe('from nothing to an answer', { timeout: 120_000 }, () => {
  test('a store, a module, a tuple, a check', async () => {
    expect(await run('check user:anne viewer doc:1')).toMatchObject({
      code: 3,
      complaints: 'error  there is no store yet\nnext:  make one with `lockness store create <name>`\n',
    })
    expect(await ok('store create docs')).toMatch(/^docs is there: [0-9A-Z]{26}\n$/)
    expect(await ok('module push docs', { files: MODULE })).toContain(
      '✓ docs  in force since revision 2, 1 expectation held',
    )
    expect(await run('check user:anne viewer doc:1')).toMatchObject({ code: 1, out: 'no  at revision 2\n' })
    expect(await ok(`tuple add user:anne viewer doc:1 --reason 'she asked'`)).toBe(
      'added doc:1#viewer@user:anne  (revision 3)\n',
    )
    expect(await ok('check user:anne viewer doc:1 --full')).toBe('yes  at revision 3\n')
    expect(await json('check user:anne viewer doc:1')).toMatchObject({ allowed: true, revision: 3 })
    expect(await run('check user:anne viewer doc:1 --at 2')).toMatchObject({ code: 1 })
  })

  test('why', async () => {
    await ok('tuple add user:bob blocked doc:1')
    expect(await ok('explain user:anne viewer doc:1 --full')).toBe(
      [
        'user:anne viewer doc:1  yes',
        '✓ doc:1#viewer',
        '└─ ✓ all of',
        '   ├─ ✓ tuple doc:1#viewer@user:anne',
        '   └─ ✓ not doc:1#blocked  no tuple of `blocked` names `user:anne`',
        '',
      ].join('\n'),
    )
    const no = await run('explain user:bob viewer doc:1 --full')
    expect(no.code).toBe(1)
    expect(no.out).toContain('✗ not doc:1#blocked\n      └─ ✓ tuple doc:1#blocked@user:bob')
  })

  test('lists', async () => {
    expect(await ok('list objects user:anne viewer doc')).toBe('doc:1\n')
    expect(await ok('list subjects doc:1 viewer user')).toBe('user:anne\n')
    expect(await ok('list relations user:anne doc:1')).toBe('viewer\n')
    expect(await json('list objects user:nobody viewer doc')).toMatchObject({ items: [], revision: 4 })
  })

  test('conditions, ends and facts that are brought along', async () => {
    await ok('tuple add user:carl viewer folder:f --condition office --expires 2126-01-01T00:00:00Z')
    expect(await ok('check user:carl viewer doc:2 --full --context {"hour":9} --with doc:2#folder@folder:f')).toContain(
      'yes',
    )
    expect(await run('check user:carl viewer doc:2 --context {"hour":7} --with doc:2#folder@folder:f')).toMatchObject({
      code: 1,
    })
    expect(await ok('tuple list --object folder:f')).toBe(
      'folder:f#viewer@user:carl with office until 2126-01-01T00:00:00.000Z\n',
    )
  })

  test('the past of a tuple, and what a filter finds', async () => {
    await ok(`tuple remove user:anne viewer doc:1 --reason 'she left'`)
    expect(await ok('tuple history user:anne viewer doc:1')).toMatch(/she asked.*she left/s)
    expect(await ok('tuple delete --object-type doc')).toBe('1 tuple found; say `--yes` to take them away\n')
    expect(await ok('tuple delete --object-type doc --yes')).toBe('1 tuple removed\n')
  })
})

describe('many tuples', { timeout: 120_000 }, () => {
  const lines = (count: number) =>
    Array.from({ length: count }, (_, n) =>
      JSON.stringify({ object: `doc:i${n}`, relation: 'viewer', subject: 'user:ivy' }),
    )

  test('in, and out again the same', async () => {
    const files = { 'in.ndjson': `${lines(25_000).join('\n')}\n` }
    expect(await ok('import in.ndjson', { files })).toBe('25000 lines imported\n')
    const { files: after, out } = await run('export out.ndjson')
    expect(out).toMatch(/^25001 tuples of revision \d+ in out\.ndjson\n$/)
    const tuples = after.get('out.ndjson')!.trimEnd().split('\n').slice(1, -1)
    expect(new Set(tuples)).toEqual(new Set([...lines(25_000), ...tuples.filter((line) => line.includes('folder:f'))]))
    expect((await json('list objects user:ivy viewer doc --full')).items).toHaveLength(25_000)
  })

  test('a line that is wrong is told with its number', async () => {
    const input = [...lines(2), '{"object":"doc:1"}'].join('\n')
    expect(await run('import - --id bad', { input })).toMatchObject({ code: 3, out: '' })
    const skipped = await run('import - --id skipped --skip-bad', { input })
    expect(skipped).toMatchObject({ code: 1, out: '3 lines imported, 1 bad line passed over\n' })
    expect(skipped.complaints).toContain('-:3: ')
    expect(await run('import - ', { input })).toMatchObject({ code: 2 })
    expect(await run('import nowhere.ndjson')).toMatchObject({ code: 2 })
  })
})

describe('modules', { timeout: 120_000 }, () => {
  const broken = { ...MODULE, 'docs/model.fga': MODULE['docs/model.fga'].replace('[user] or', '[usr] or') }
  const failing = {
    ...MODULE,
    'docs/tests.fga.yaml': MODULE['docs/tests.fga.yaml'].replace('viewer: true', 'viewer: false'),
  }

  test('a mistake is told with its place, a failing test stops the push', async () => {
    const wrong = await run('module push docs', { files: broken })
    expect(wrong).toMatchObject({ code: 3, out: '' })
    expect(wrong.complaints).toContain('docs/model.fga:11: there is no type `usr`')
    const failed = await run('module push docs', { files: failing })
    expect(failed).toMatchObject({ code: 3 })
    expect(failed.complaints).toContain('1 of 1 tests fail\n')
    expect(await run('module push docs --dry-run', { files: failing })).toMatchObject({ code: 1 })
  })

  test('what is the same is in force already', async () => {
    expect(await ok('module push docs', { files: MODULE })).toBe('· docs  is in force already\n')
    expect(await ok('module list')).toContain('docs')
    expect(await ok('module show docs')).toContain('define viewer: ([user] or viewer from folder) but not blocked')
  })

  test('a module that stands on another waits for it', async () => {
    const files = {
      'all/fga.mod': `schema: '1.2'\ncontents:\n  - notes/model.fga\n  - people/model.fga\n`,
      'all/notes/model.fga': 'module notes\n\ntype note\n  relations\n    define reader: [person]\n',
      'all/people/model.fga': 'module people\n\ntype person\n',
    }
    await ok('store create waiting')
    const { items } = await json('module push all --store waiting', { files })
    expect(items.map(({ module }: { module: string }) => module)).toEqual(['people', 'notes'])
    expect(await run('module push nothing --store waiting')).toMatchObject({ code: 2 })
    const one = { 'people/model.fga': 'module people\n\ntype person\ntype note\n' }
    expect(await run('module push people --store waiting', { files: one })).toMatchObject({ code: 3 })
    expect(await ok('module push people --store waiting --remove notes', { files: one })).toBe(
      '✓ people  in force since revision 4, 0 expectations held\n✓ notes  gone since revision 4\n',
    )
    await ok('store delete waiting --yes')
  })
})

describe('keys', { timeout: 120_000 }, () => {
  test('a key is made, used within its reach, and ended', async () => {
    const { id, secret } = await json('key create asker --role asker --only docs')
    const { items } = await json('store list')
    const narrow = { env: { ...env, LOCKNESS_KEY: secret, LOCKNESS_STORE: items[0].id } }
    expect(await run('check user:ivy viewer doc:i1', narrow)).toMatchObject({ code: 0 })
    expect(await run('tuple add user:ivy viewer doc:x', narrow)).toMatchObject({ code: 3 })
    // The key itself knows which store it is for.
    const { LOCKNESS_STORE: _, ...unset } = narrow.env
    expect(await run('check user:ivy viewer doc:i1', { env: unset })).toMatchObject({ code: 0 })
    const named = (LOCKNESS_STORE: string) =>
      run('check user:ivy viewer doc:i1', { env: { ...narrow.env, LOCKNESS_STORE } })
    expect(await named('docs')).toMatchObject({ code: 0 })
    expect((await named('waiting')).complaints).toContain('there is no store `waiting`')
    expect(await json('key self', narrow)).toMatchObject({ id, stores: [{ id: items[0].id, name: 'docs' }] })
    expect(await ok('key self', narrow)).toContain(`docs (${items[0].id}): asker`)
    const { secret: blind } = await json('key create blind --action access.check')
    const unnamed = await run('check user:ivy viewer doc:i1', {
      env: { ...narrow.env, LOCKNESS_KEY: blind, LOCKNESS_STORE: 'docs' },
    })
    expect(unnamed.complaints).toContain('may not look for stores by their names')
    expect(await ok('key list')).toContain('asker')
    expect(await ok(`key revoke ${id}`)).toBe(`${id} is revoked\n`)
    expect(await run('check user:ivy viewer doc:i1', narrow)).toMatchObject({ code: 3 })
  })
})

describe('watch', { timeout: 120_000 }, () => {
  test('tells what happens, and ends when it is asked to', async () => {
    const ending = new AbortController()
    const since = (await json('check user:ivy viewer doc:i1 --full')).token
    let told = ''
    const onPrint = (text: string) => {
      told += text
      if (told.includes('doc:seen')) ending.abort()
    }
    const watching = run(`watch --token ${since}`, { ending: ending.signal, onPrint })
    await ok(`tuple add user:ivy viewer doc:seen --reason 'to be seen'`)
    const { code, out } = await watching
    expect(code).toBe(0)
    expect(out).toContain('tuple.write: to be seen\n  + doc:seen#viewer@user:ivy\n')
  })
})

test('what is not Lockness is told as that, and not as a refusal of it', async () => {
  const page = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<h1>Welcome</h1>'))
  await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = page.address() as AddressInfo
    const elsewhere = { env: { ...env, LOCKNESS_URL: `http://127.0.0.1:${port}` } }
    for (const line of ['store list', 'export --store 01JD2Q8ZK4T6V8X0Y2A4C6E8G0']) {
      const { code, complaints } = await run(line, elsewhere)
      expect({ code, complaints }).toEqual({ code: 4, complaints: expect.stringContaining('is not Lockness') })
    }
  } finally {
    await new Promise((resolve) => page.close(resolve))
  }
})

describe('what goes wrong', { timeout: 120_000 }, () => {
  // biome-ignore format: a table is read by its columns
  test.each([
    ['no key',               'store list', { LOCKNESS_KEY: '' },                                3, 'give a key with `--key` or `LOCKNESS_KEY`'],
    ['not a key',            'store list', { LOCKNESS_KEY: 'x'.repeat(30) },                    3, 'use a key that is still one'],
    ['no key at all',        'store list', { LOCKNESS_KEY: 'two words' },                       2, 'the key as it was shown'],
    ['nobody there',         'store list', { LOCKNESS_URL: 'http://127.0.0.1:1' },              4, 'start a server with `lockness start`'],
    ['not an address',       'store list', { LOCKNESS_URL: 'nowhere' },                         2, 'write it as `http://127.0.0.1:8080`'],
    ['no such store',        'check user:a viewer doc:1 --store none', {},                      3, '`lockness store list` shows the stores'],
    ['no such relation',     'check user:a owner doc:1', {},                                    3, 'mend what the message names'],
    ['no such key',          'key show none', {},                                               3, '`lockness key list` shows the keys'],
    ['no such module',       'module remove none', {},                                          3, '`lockness module list` shows the modules'],
    ['no such label',        'label remove none', {},                                           3, '`lockness label list` shows the labels'],
    ['no such revision',     'check user:a viewer doc:1 --at 1000', {},                         3, 'how far the store has come'],
    ['a later revision',     'audit verify --from 1000', {},                                    3, 'mend what the message names'],
    ['no time',              'check user:a viewer doc:1 --at yesterday', {},                    2, '--help'],
    ['a time of no zone',    'check user:a viewer doc:1 --at 2026-11-21T12:00:00', {},          2, '--help'],
    ['no such command',      'tuple read', {},                                                  2, '--help'],
    ['no command',           'tuple', {},                                                       2, '--help'],
    ['too few arguments',    'check user:a', {},                                                2, '--help'],
    ['not confirmed',        'store delete docs', {},                                           2, 'say `--yes` to do it'],
    ['context, no condition', 'tuple add user:a viewer doc:1 --context {}', {},                 2, 'name it with `--condition`'],
  ])('%s', async (_, line, change, code, next) => {
    const given = { env: Object.fromEntries(Object.entries({ ...env, ...change }).filter(([, value]) => value !== '')) }
    const { code: received, complaints } = await run(line, given)
    expect({ received, complaints }).toEqual({ received: code, complaints: expect.stringContaining(next) })
    const data = await run(`${line} --json`, given)
    expect(JSON.parse(data.complaints)).toMatchObject({ error: { code: expect.any(String), next: expect.stringContaining(next) } })
    expect(data.out).toBe('')
  })

  test('context that a condition needs is asked for by its option', async () => {
    await ok('tuple add user:late viewer folder:office --condition office')
    const { code, complaints } = await run('check user:late viewer folder:office --full')
    expect(code).toBe(3)
    expect(complaints).toContain('context is missing for `hour`')
    expect(complaints).toContain('`--context ')
  })
})
