// The thread of module-work.ts.

import { parentPort } from 'node:worker_threads'
import { assert } from '../errors.ts'
import { composeStore, runTests } from './module.ts'
import type { Examined, ModuleDone, ModuleTask } from './module-work.ts'

assert(parentPort, 'it runs in a thread of its own')
const port = parentPort
port.on('message', (task: ModuleTask) => {
  port.postMessage(perform(task))
})

function perform(task: ModuleTask): ModuleDone {
  try {
    return { done: examine(task) }
  } catch (error) {
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

function examine({ modules, atMs }: ModuleTask): Examined {
  const composed = composeStore(modules)
  const { errors, warnings, model } = composed
  if (errors.length > 0) return { errors, warnings, model }
  const inOrder = [...modules].sort((a, b) => (a.name < b.name ? -1 : 1))
  return { errors, warnings, model: composeStore(inOrder).model, tests: runTests(composed, atMs) }
}
