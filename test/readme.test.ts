// The first thing that a newcomer copies works: the program in the README runs, and prints what the README says.

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const root = dirname(import.meta.dirname)

test('the program in the README prints what the README says', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const [, program, output] = /```ts\n([\s\S]+?)```\s+```\n([\s\S]+?)```/.exec(readme) ?? []
  const ran = spawnSync(process.execPath, ['--input-type=module-typescript', '-'], {
    cwd: root,
    input: program,
    encoding: 'utf8',
  })
  expect(ran.stderr).toBe('')
  expect(ran.stdout).toBe(output)
})
