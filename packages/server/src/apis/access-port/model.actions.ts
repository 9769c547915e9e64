// Models by OpenFGA's API: a new one is in force from its revision on, whatever tuples are there, and assertions say
// what is expected of one.

import { compileConditions, validateModel } from '@lockness/language'
import { z } from 'zod'
import { type AccessParts, append, within } from '../../access/access.ts'
import { type Asked, command, job, question } from '../../action.ts'
import { AppError } from '../../errors.ts'
import { newUlid } from '../../ulid.ts'
import type { OpenFgaPort } from '../openfga/openfga.port.ts'
import { putAssertions, selectAssertions, selectInForce, selectModel, selectModels } from './model.sql.ts'
import { onStore } from './on-store.ts'

type ModelPort = Pick<OpenFgaPort, 'writeModel' | 'getModel' | 'listModels' | 'readAssertions' | 'writeAssertions'>

/** How often it is tried to be the next after the one in force, when others write models too. */
const TRIES_MAX = 20

export function modelPort(parts: AccessParts): ModelPort {
  const { database, cursors, replicas } = parts
  return {
    writeModel: job({
      name: 'openfga.write_model',
      as: 'model.write',
      input: z.custom<WriteModelInput>(),
      ...onStore('can_push'),
      async run(asked, { store, definition }) {
        requireValid(definition)
        const id = newUlid(asked.now.getTime())
        await appendModel(parts, asked, store, { id, body: JSON.stringify(definition) })
        // It is written, whatever becomes of this look.
        await within(
          asked.deadline,
          replicas.open(store).then((replica) => replica.poll()),
        ).catch((error) => parts.report(`after a model was written: ${String(error)}`))
        return id
      },
    }),
    getModel: question({
      name: 'openfga.read_model',
      as: 'model.get',
      input: z.custom<InModel>(),
      ...onStore('can_read'),
      answer: (_, { store, model }) => selectModel(database, store, model),
    }),
    listModels: question({
      name: 'openfga.list_models',
      as: 'model.list',
      load: 'list',
      input: z.custom<Parameters<ModelPort['listModels']['answer']>[1]>(),
      ...onStore('can_read'),
      async answer(_, { store, pageSize, cursor }) {
        const before = cursor === undefined ? undefined : Number(cursors.open('openfga.models', store, cursor)[0])
        const rows = await selectModels(database, store, {
          limit: pageSize + 1,
          ...(before !== undefined && { before }),
        })
        return cursors.page('openfga.models', store, rows, pageSize, ({ since }) => [since])
      },
    }),
    readAssertions: question({
      name: 'openfga.read_assertions',
      as: 'model.get',
      input: z.custom<InModel>(),
      ...onStore('can_read'),
      answer: (_, { store, model }) => selectAssertions(database, store, model),
    }),
    writeAssertions: command({
      name: 'openfga.write_assertions',
      as: 'model.write',
      input: z.custom<WriteAssertionsInput>(),
      ...onStore('can_push'),
      async run({ actor, tx, deadline }, { store, model, assertions }) {
        const replica = await within(deadline, replicas.open(store))
        const { engine } = await within(deadline, replica.modelAt(replica.position().revision, model))
        for (const { question: asked } of assertions) {
          const prepared = engine.prepare(asked)
          if (!prepared.ok) throw new AppError('invalid_input', prepared.error.message)
        }
        const write = { changes: [], actor: actor.subject, action: 'openfga.write_assertions', source: 'openfga' }
        await append(tx, store, write)
        await putAssertions(tx, store, model, assertions)
      },
    }),
  }
}

type WriteModelInput = Parameters<ModelPort['writeModel']['run']>[1]
type WriteAssertionsInput = Parameters<ModelPort['writeAssertions']['run']>[1]
type InModel = Parameters<ModelPort['getModel']['answer']>[1]

/** What is made of modules is not replaced by a client that knows of none. */
async function appendModel(
  { database, appender }: AccessParts,
  { actor, deadline }: Asked,
  store: string,
  model: { readonly id: string; readonly body: string },
): Promise<void> {
  for (let tries = 1; ; tries++) {
    const inForce = await within(deadline, selectInForce(database, store))
    if (inForce?.isMadeOfModules) {
      const message = `the model in force, \`${inForce.id}\`, is made of modules, which are pushed by Lockness's own API`
      throw new AppError('conflict', message, { detail: { reason: 'made_of_modules' } })
    }
    const who = { actor: actor.subject, action: 'openfga.write_model', source: 'openfga' }
    try {
      // Waited for to its end: what was sent is not left without an answer.
      await appender.append(store, { changes: [], model, judgedBy: inForce?.id ?? null, ...who })
      return
    } catch (error) {
      const isMoved = error instanceof AppError && error.detail.reason === 'model_moved'
      if (!isMoved || tries === TRIES_MAX) throw error
    }
  }
}

function requireValid(definition: WriteModelInput['definition']): void {
  const wrong = validateModel(definition).filter(({ severity }) => severity === 'error')
  const [first] = wrong.length > 0 ? wrong : compileConditions(definition).diagnostics
  if (first) throw new AppError('invalid_input', first.message, { detail: { reason: 'invalid_model' } })
}
