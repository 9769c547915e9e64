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
