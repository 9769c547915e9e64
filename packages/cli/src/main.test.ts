// The real disk under the command: what it refuses is told in one line with the exit code of a wrong call.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
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
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'model', ...args], {
    cwd: folder,
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
