// The thread of module-work.ts.

import { parentPort } from 'node:worker_threads'
import type { AuthorizationModel, ConditionDefinition, TypeDefinition } from '@lockness/authz'
import { assert } from '../errors.ts'
import { composeStore, readWhole, runTests } from './module.ts'
import type { Examined, ModuleDone, ModuleTask, WholeTask } from './module-work.ts'

assert(parentPort, 'it runs in a thread of its own')
const port = parentPort
port.on('message', (task: ModuleTask | WholeTask) => {
  port.postMessage(perform(task))
})

function perform(task: ModuleTask | WholeTask): ModuleDone {
  try {
    return { done: 'whole' in task ? readWhole(task.whole) : examine(task) }
  } catch (error) {
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

function examine({ modules, atMs, isUntested }: ModuleTask): Examined {
  const composed = composeStore(modules)
  const { errors, warnings } = composed
  const model = inOrderOfModules(composed.model)
  return { errors, warnings, model, ...(errors.length === 0 && !isUntested && { tests: runTests(composed, atMs) }) }
}

/** The same modules are the same model, whichever of them was pushed last. */
function inOrderOfModules(model: AuthorizationModel): AuthorizationModel {
  const moduleOf = ({ metadata }: TypeDefinition) => metadata?.module ?? ''
  const types = [...model.type_definitions].sort((a, b) => compare(moduleOf(a), moduleOf(b)))
  const conditions = Object.entries(model.conditions ?? {}).sort(([a], [b]) => compare(a, b))
  const ordered: Record<string, ConditionDefinition> = Object.create(null)
  for (const [name, condition] of conditions) ordered[name] = condition
  return { ...model, type_definitions: types, conditions: ordered }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
