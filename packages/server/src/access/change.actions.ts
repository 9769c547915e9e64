// What changes a store: a new version of its model is one revision, with who and why.

import { compileConditions, parseModel, validateModel } from '@lockness/language'
import { z } from 'zod'
import { command, type Permit } from '../action.ts'
import { AppError } from '../errors.ts'
import type { Revision } from '../store/append.ts'
import { type AccessParts, showRevision } from './parts.ts'
import { append } from './transaction.ts'

const store = z.string().min(1).max(128)
const reason = z.string().min(1).max(1_000).optional()
const may =
  (relation: string) =>
  (input: { store: string }): Permit => ({ relation, object: `store:${input.store}` })
const storeOf = (input: { store: string }) => input.store

export function changeActions(parts: AccessParts) {
  const shown = (revision: Revision) => showRevision(parts, revision)
  return {
    writeModel: command({
      name: 'model.write',
      summary: 'A new version of the model, in force from its revision on',
      input: z.strictObject({ store, text: z.string().min(1).max(1_048_576), reason }),
      permit: may('can_manage'),
      store: storeOf,
      async run(step, input) {
        const model = { id: step.id(), body: JSON.stringify(readModel(input.text)) }
        const write = {
          changes: [],
          model,
          actor: step.actor.subject,
          action: 'model.write',
          source: 'api',
          ...(input.reason !== undefined && { reason: input.reason }),
        }
        return { model: model.id, ...shown(await append(step.tx, input.store, write)) }
      },
    }),
  }
}

function readModel(text: string) {
  const { model, diagnostics } = parseModel(text)
  const wrong = [...diagnostics, ...validateModel(model)].filter(({ severity }) => severity === 'error')
  const issues = [...wrong, ...(wrong.length === 0 ? compileConditions(model).diagnostics : [])]
  if (issues[0]) {
    throw new AppError('invalid_input', issues[0].message, { detail: { reason: 'invalid_model', issues } })
  }
  return model
}
