// The real disk under the command: what it refuses is told in one line with the exit code of a wrong call.

import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockness-cli-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function lockness(...args: string[]) {
  return locknessIn(folder, ...args)
}

function locknessIn(cwd: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'model', ...args], {
    cwd,
    encoding: 'utf8',
    timeout: 20_000,
  })
  return { status, stdout, stderr }
}

const write = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content)

test('links in circles are not followed', () => {
  write('model.fga', 'model\n  schema 1.1\ntype user\n')
  for (const name of ['here', 'again']) symlinkSync('.', join(folder, name))
  expect(lockness('check')).toEqual({ status: 0, stdout: '0 errors, 0 warnings in 1 file\n', stderr: '' })
})

test('a link to itself is no file', () => {
  symlinkSync('self.fga', join(folder, 'self.fga'))
  expect(lockness('check', 'self.fga')).toMatchObject({ status: 2, stderr: expect.stringContaining('`self.fga`') })
})

test('a name that no file can have is a mistake in the list', () => {
  write('fga.mod', 'schema: "1.2"\ncontents:\n  - "a\\0b.fga"\n')
  expect(lockness('check')).toMatchObject({ status: 1, stdout: expect.stringContaining('file-not-found'), stderr: '' })
})

test('what is not text is not formatted', () => {
  const bytes = Buffer.concat([Buffer.from('model\n  schema 1.1\ntype   user'), Buffer.from([0xed, 0xa0, 0x80, 10])])
  write('model.fga', bytes)
  expect(lockness('format', '--write')).toEqual({
    status: 2,
    stdout: '',
    stderr: '`model.fga` is not text in UTF-8\n',
  })
  expect(readFileSync(join(folder, 'model.fga'))).toEqual(bytes)
})

test('a name that is too long is no file', () => {
  expect(lockness('check', `${'x'.repeat(300)}.fga`)).toMatchObject({ status: 2, stdout: '' })
})

test.each(['', '..', '../b', '../b/model.fga', '.'])(
  'a module is checked with its model from within its folder: %s',
  (path) => {
    for (const module of ['a', 'b']) {
      mkdirSync(join(folder, module))
      write(`${module}/model.fga`, `module ${module}\n\ntype ${module}\n  relations\n    define other: [a, b]\n`)
    }
    write('fga.mod', "schema: '1.2'\ncontents:\n  - a/model.fga\n  - b/model.fga\n")
    const args = path === '' ? [] : [path]
    expect(locknessIn(join(folder, 'b'), 'check', ...args)).toEqual({
      status: 0,
      stdout: '0 errors, 0 warnings in 3 files\n',
      stderr: '',
    })
  },
)

test('from within its folder a catalog is checked with its model and the other catalogs', () => {
  mkdirSync(join(folder, 'a'))
  write('a/model.fga', 'module a\n\ntype doc\n')
  write('a/catalog.yaml', 'module: a\ntypes:\n  dox:\n    singular: Doc\n    plural: Docs\n')
  write('fga.mod', "schema: '1.2'\ncontents:\n  - a/model.fga\n")
  const { status, stdout } = locknessIn(join(folder, 'a'), 'check')
  expect(status).toBe(1)
  expect(stdout).toContain('catalog.yaml:3:3  error')
  expect(stdout).toContain('`dox`')
})
