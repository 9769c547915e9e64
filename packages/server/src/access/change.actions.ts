// What changes a store: its beginning, a new version of its model, its tuples. Each is one revision, with who and why.

import { randomBytes } from 'node:crypto'
import { type Tuple, whyNotAllowed } from '@lockness/authz'
import { compileConditions, parseModel, validateModel } from '@lockness/language'
import { z } from 'zod'
import { change, command, type Permit } from '../action.ts'
import { AppError } from '../errors.ts'
import type { Revision } from '../store/append.ts'
import type { TupleChange } from '../store/write.ts'
import { within } from './consistency.ts'
import { type AccessParts, showRevision } from './parts.ts'
import type { Replica } from './replica.ts'
import { insertStore } from './store.sql.ts'
import { append } from './transaction.ts'
import { tupleInput, tupleKeyInput } from './tuple-input.ts'

const store = z.string().min(1).max(128)
const reason = z.string().min(1).max(1_000).optional()
const may =
  (relation: string) =>
  (input: { store: string }): Permit => ({ relation, object: `store:${input.store}` })
const storeOf = (input: { store: string }) => input.store

export function changeActions(parts: AccessParts) {
  const { replicas } = parts
  const shown = (revision: Revision) => showRevision(parts, revision)
  return {
    createStore: command({
      name: 'store.create',
      summary: 'A new store; its first revision is its beginning',
      input: z.strictObject({ name: z.string().min(1).max(200) }),
      permit: () => ({ relation: 'can_manage', object: 'system:lockness' }),
      async run(step, { name }) {
        const id = step.id()
        await insertStore(step.tx, { id, name }, randomBytes(32))
        const began = { changes: [], actor: step.actor.subject, action: 'store.create', source: 'api' }
        return { id, name, ...shown(await append(step.tx, id, began)) }
      },
    }),
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
    writeTuples: change({
      name: 'tuple.write',
      summary: 'Adds and removes tuples in one revision, or nothing of it',
      input: z.strictObject({
        store,
        added: z.array(tupleInput).max(10_000).default([]),
        removed: z.array(tupleKeyInput).max(10_000).default([]),
        /** Refused unless the store is at this revision. */
        ifRevision: z.int().min(0).optional(),
        idempotencyKey: z.string().min(1).max(200).optional(),
        reason,
      }),
      permit: may('can_write'),
      store: storeOf,
      async prepare({ deadline }, { store: storeId, added, removed, ifRevision, idempotencyKey, reason: why }) {
        const replica = await within(deadline, replicas.open(storeId))
        const tuples = added as readonly Tuple[]
        let judged = await within(deadline, judge(replica, tuples))
        if (judged.refusal !== undefined) {
          // A newer model than the one known here may take them.
          await within(deadline, replica.poll())
          judged = await within(deadline, judge(replica, tuples))
        }
        if (judged.refusal !== undefined)
          throw new AppError('invalid_input', judged.refusal, { detail: { reason: 'invalid_tuple' } })
        const changes: TupleChange[] = [
          ...removed.map((tuple) => ({ op: 'remove' as const, tuple })),
          ...tuples.map((tuple) => ({ op: 'add' as const, tuple })),
        ]
        if (changes.length === 0) throw new AppError('invalid_input', 'nothing is added and nothing is removed')
        const write = {
          changes,
          judgedBy: judged.model,
          ...(ifRevision !== undefined && { preconditions: [{ kind: 'revision' as const, revision: ifRevision }] }),
          source: 'api',
          ...(idempotencyKey !== undefined && { idempotencyKey }),
          ...(why !== undefined && { reason: why }),
        }
        return { store: storeId, write }
      },
      answer: shown,
    }),
  }
}

/** By the newest model that is known here. */
async function judge(replica: Replica, tuples: readonly Tuple[]): Promise<{ model: string; refusal?: string }> {
  const { id: model, engine } = await replica.modelAt(replica.position().revision)
  for (const tuple of tuples) {
    const refusal = whyNotAllowed(engine.model, tuple)
    if (refusal) return { model, refusal }
  }
  return { model }
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
