// The thread that composes and tests modules: it is ended by a deadline, and the next one is as good.

import { expect, it } from 'vitest'
import { ModuleWork } from './module-work.ts'

const patient = { remainingMs: () => 60_000 }
const files = [{ path: 'model.fga', text: 'module people\n\ntype user\n' }]
const task = { modules: [{ name: 'people', files }], atMs: 0 }

it('examines one after the other, and goes on after a deadline and after a failure', async () => {
  const work = new ModuleWork()
  // A thread does not even begin within a millisecond.
  const late = work.examine(task, { remainingMs: () => 1 })
  const waiting = work.examine(task, patient)
  await expect(late).rejects.toMatchObject({ code: 'limit_exceeded', detail: { limit: 'deadlineMs' } })
  expect(await waiting).toMatchObject({ errors: [], tests: { passed: 0, failed: 0 } })
  const broken = {
    ...task,
    modules: [{ name: 'people', files: [{ path: 'model.fga', text: undefined as unknown as string }] }],
  }
  await expect(work.examine(broken, patient)).rejects.toThrow()
  expect((await work.examine(task, patient)).model.type_definitions).toMatchObject([{ type: 'user' }])
  await expect(work.examine(task, { remainingMs: () => 0 })).rejects.toMatchObject({ code: 'limit_exceeded' })
}, 60_000)

it('reads a large model while this thread goes on', async () => {
  const work = new ModuleWork()
  const types = Array.from({ length: 400 }, (_, n) => `type doc${n}\n  relations\n    define viewer: [user]\n`)
  const whole = { text: `model\n  schema 1.1\ntype user\n${types.join('')}` }
  let turns = 0
  const turning = setInterval(() => turns++, 1)
  const read = await work.examine({ whole }, patient)
  clearInterval(turning)
  expect(read).toMatchObject({ errors: [], warnings: [] })
  expect(read.model.type_definitions).toHaveLength(401)
  expect(turns).toBeGreaterThan(1)
  const wrong = await work.examine({ whole: { text: whole.text.replace('[user]', '[users]') } }, patient)
  expect(wrong.errors).toMatchObject([{ file: 'model.fga', line: 6 }])
  expect((await work.examine({ whole: { document: { schema_version: '1.1' } } }, patient)).errors).not.toEqual([])
}, 60_000)
