// The script that completes, in the shell that it is for.

import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { runCommand } from '../test/run-command.ts'

test.each([
  ['lockness st', ['start', 'store']],
  ['lockness store', ['store']],
  ['lockness store ', ['list', 'create', 'show', 'rename', 'freeze', 'unfreeze', 'delete', '--help']],
  ['lockness module push --dry', ['--dry-run']],
  ['lockness check user:a --cont', ['--context']],
  ['lockness completion f', ['fish']],
  ['lockness nonsense st', ['start', 'store']],
])('bash: %s', async (line, expected) => {
  const { out } = await runCommand(['completion', 'bash'])
  const words = line.split(' ')
  const asked = `${out}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})
COMP_CWORD=${words.length - 1}\n_lockness\nprintf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', asked], { encoding: 'utf8' })
  expect({ words: stdout.trim().split('\n'), stderr }).toEqual({ words: expected, stderr: '' })
})

test.each(['zsh', 'fish'])('%s has every command too', async (shell) => {
  const { code, out } = await runCommand(['completion', shell])
  expect(code).toBe(0)
  for (const path of ['store create', 'model explain', 'db adopt']) expect(out).toContain(`'${path}'`)
})
