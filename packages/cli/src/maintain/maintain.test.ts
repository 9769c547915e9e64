// What an operator does to the database itself, on a real one and from outside, one command after the other.

import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { lockness, temporaryFolder } from '../../test/lockness-process.ts'

const { folder, remove } = temporaryFolder()
afterAll(remove)

async function run(...args: string[]) {
  const { status, stdout, stderr } = await lockness([...args, '--json'], { cwd: folder }).ended
  const said = stdout === '' ? stderr.trimEnd().split('\n').at(-1) : stdout
  return { status, said: JSON.parse(said ?? '') }
}

test('made, looked at, backed up, restored elsewhere, proved, adopted', { timeout: 600_000 }, async () => {
  expect(await run('db', 'status')).toMatchObject({ status: 2, said: { error: { code: 'no_data' } } })
  const made = await run('db', 'migrate')
  expect(made).toMatchObject({ status: 0, said: { applied: expect.arrayContaining([1, 2]) } })
  expect(await run('db', 'migrate')).toEqual({ status: 0, said: { applied: [] } })
  const found = await run('db', 'status')
  expect(found).toMatchObject({ status: 0, said: { pending: [] } })
  expect(found.said.applied).toHaveLength(made.said.applied.length)
  expect(await run('db', 'keep-log', '30')).toMatchObject({ status: 2, said: { error: { code: 'not_confirmed' } } })
  expect(await run('db', 'keep-log')).toEqual({ status: 0, said: { logDays: null } })
  const { said: looked } = await run('doctor')
  expect(looked.findings).toContainEqual(expect.objectContaining({ check: 'fsync', severity: 'ok' }))
  expect(await run('backup', 'copy')).toMatchObject({ status: 0, said: { file: 'copy' } })
  expect(await run('backup', 'copy')).toMatchObject({ status: 3, said: { error: { code: 'conflict' } } })
  const elsewhere = ['--data', join(folder, 'elsewhere')]
  expect(await run('restore', 'copy', ...elsewhere)).toMatchObject({ status: 0, said: { adopted: { epoch: 2 } } })
  expect(await run('restore', 'nothing', ...elsewhere)).toMatchObject({
    status: 2,
    said: { error: { code: 'no_file' } },
  })
  expect(await run('verify', ...elsewhere)).toEqual({ status: 0, said: { stores: [] } })
  const adopting = ['db', 'adopt', '--reason', 'a rehearsal', ...elsewhere]
  expect(await run(...adopting)).toMatchObject({ status: 2, said: { error: { code: 'not_confirmed' } } })
  expect(await run(...adopting, '--yes')).toMatchObject({ status: 0, said: { epoch: 3 } })
})
