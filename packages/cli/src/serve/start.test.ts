// The first minutes: what `lockness start` prints works when it is pasted into a shell, once and again.

import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type Lockness, lockness, temporaryFolder } from '../../test/lockness-process.ts'

const PATIENCE_MS = 240_000
const { folder, remove } = temporaryFolder()
const started: Lockness[] = []

afterAll(async () => {
  for (const { child } of started) child.kill('SIGKILL')
  await Promise.all(started.map(({ ended }) => ended))
  remove()
})

function begin(args: readonly string[], env: Record<string, string> = {}): Lockness {
  const one = lockness(args, { env, cwd: folder })
  started.push(one)
  return one
}

async function until(one: Lockness, pattern: RegExp): Promise<string> {
  for (;;) {
    const { stdout, stderr } = one.said()
    if (pattern.test(stdout + stderr)) return stdout + stderr
    if (one.child.exitCode !== null) throw new Error(`ended before ${pattern}: ${stdout}${stderr}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function end(one: Lockness): Promise<void> {
  one.child.kill('SIGTERM')
  expect(await one.ended).toMatchObject({ status: 0 })
}

test('the first start prints a key and three lines that work; the second one keeps what is there', {
  timeout: PATIENCE_MS,
}, async () => {
  const first = begin(['start', '--no-console', '--port', '0'])
  const said = await until(first, /Ctrl-C/)
  const key = /export LOCKNESS_KEY=(\S+)/.exec(said)?.[1] ?? ''
  expect(key).toMatch(/^lk_/)
  const lines = said.split('\n').filter((line) => line.startsWith('  curl '))
  expect(lines).toHaveLength(3)
  const answers = lines.map((line) => JSON.parse(spawnSync('sh', ['-c', line], { encoding: 'utf8' }).stdout))
  expect(answers).toMatchObject([
    { allowed: true },
    { items: ['organization:indigo', 'organization:northstar'] },
    { allowed: true, steps: expect.any(Array) },
  ])
  await end(first)

  const second = begin(['start', '--no-console', '--port', '0', '--threads', '1'], { LOCKNESS_KEY: key })
  const again = await until(second, /Ctrl-C/)
  expect(again).not.toContain(key)
  const pasted = again.split('\n').filter((line) => line.startsWith('  curl '))
  const env = { PATH: process.env.PATH, LOCKNESS_KEY: key }
  const same = pasted.map((line) => JSON.parse(spawnSync('sh', ['-c', line], { encoding: 'utf8', env }).stdout))
  expect(same.map(({ revision }) => revision)).toEqual(answers.map(({ revision }) => revision))
  await end(second)

  const third = begin(['start', '--no-console', '--port', '0', '--json', '--threads', '1'])
  expect(Object.keys(JSON.parse(await third.firstLine()))).toEqual(['event', 'url', 'pid'])
  await end(third)
})

test('dev pushes what is saved, tells what is wrong with it, and leaves nothing behind', {
  timeout: PATIENCE_MS,
}, async () => {
  mkdirSync(join(folder, 'docs'))
  const save = (text: string) => writeFileSync(join(folder, 'docs/model.fga'), `module docs\n\n${text}`)
  save('type user\n')
  const one = begin(['dev', 'docs', '--threads', '1', '--port', '0', '--json'])
  const line = JSON.parse(await one.firstLine())
  const headers = { authorization: `Bearer ${line.rootKey}` }
  const read = async <T>(path: string) => (await (await fetch(`${line.url}/v1${path}`, { headers })).json()) as T
  const model = async () => {
    const { items } = await read<{ items: { id: string }[] }>('/stores')
    return (await read<{ text: string }>(`/stores/${items[0]?.id}/models/in-force`)).text
  }
  expect(await model()).toContain('type user')
  save('type user\n\ntype doc\n  relations\n    define viewer: [usr]\n')
  await until(one, /"event":"refused".*there is no type `usr`/)
  save('type user\n\ntype doc\n  relations\n    define viewer: [user]\n')
  await until(one, /("event":"pushed".*){2}/s)
  expect(await model()).toContain('define viewer: [user]')
  rmSync(join(folder, 'docs'), { recursive: true })
  await end(one)
})
