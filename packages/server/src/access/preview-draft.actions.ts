// A model that is being written and is not in force: whole, or as modules in the place of those that are. It is read as a
// push reads it, is not tested, and leaves nothing behind. What is read waits only for others that are read like this, so
// that nobody who tries things out keeps a push waiting.

import { type CompiledModel, compileModel, MODEL_BYTES_MAX } from '@lockness/authz'
import { compileConditions } from '@lockness/language'
import { z } from 'zod'
import type { Asked } from '../action.ts'
import { AppError } from '../errors.ts'
import { within } from './consistency.ts'
import { selectModulesInForce } from './model.sql.ts'
import { requireAccepted } from './model-change.ts'
import { hashOf } from './module.ts'
import { fileInput, moduleName, noModule } from './module-input.ts'
import { type ModuleTask, ModuleWork, type WholeTask } from './module-work.ts'
import type { AccessParts } from './parts.ts'

const TEXT_CHARS_MAX = 1_048_576
const MODULES_MAX = 50
const FILES_MAX = 200

export const draftInput = z.strictObject({
  text: z
    .string()
    .min(1)
    .max(TEXT_CHARS_MAX)
    .optional()
    .meta({ description: 'A whole model in the modelling language' }),
  document: z.record(z.string(), z.unknown()).optional().meta({ description: "The same in OpenFGA's JSON" }),
  modules: z
    .array(z.strictObject({ module: moduleName, files: z.array(fileInput).min(1).max(FILES_MAX) }))
    .max(MODULES_MAX)
    .optional()
    .meta({ description: 'In the place of those in force that are called so; the other ones stay' }),
  removed: z.array(moduleName).max(MODULES_MAX).optional().meta({ description: 'Modules in force that are left out' }),
})
export type DraftInput = z.infer<typeof draftInput>

export class Drafts {
  private readonly work = new ModuleWork()
  private readonly database: AccessParts['database']

  constructor({ database }: Pick<AccessParts, 'database'>) {
    this.database = database
  }

  /** Throws with all mistakes of a model that could not come into force for its text alone. */
  async compile({ deadline, now }: Asked, store: string, draft: DraftInput): Promise<CompiledModel> {
    const task = wholeOf(draft) ?? (await within(deadline, this.composed(store, draft, now.getTime())))
    const { model, errors, warnings } = await this.work.examine(task, deadline)
    const [first] = errors
    if (first) {
      const refusal = { code: 'invalid_input', reason: 'invalid_model', message: first.message } as const
      requireAccepted({ isAccepted: false, refusal, errors, warnings })
    }
    const bytes = Buffer.byteLength(JSON.stringify(model))
    if (bytes > MODEL_BYTES_MAX)
      throw new AppError('limit_exceeded', `the model has ${bytes} bytes, at most ${MODEL_BYTES_MAX} are allowed`)
    return compileModel(model, compileConditions(model).conditions)
  }

  private async composed(store: string, { modules = [], removed = [] }: DraftInput, atMs: number): Promise<ModuleTask> {
    const names = [...modules.map(({ module }) => module), ...removed]
    const twice = names.find((name, at) => names.indexOf(name) !== at)
    if (twice !== undefined) throw new AppError('invalid_input', `\`${twice}\` is given twice`)
    const { modules: inForce } = await selectModulesInForce(this.database, store)
    const absent = removed.find((name) => !inForce.some((each) => each.name === name))
    if (absent !== undefined) throw noModule(absent)
    const contents = modules.map(({ module, files }) => ({ name: module, hash: hashOf(files), files }))
    const kept = inForce.filter(({ name }) => !names.includes(name))
    return { modules: [...kept, ...contents], atMs, isUntested: true }
  }
}

function wholeOf({ text, document, modules, removed }: DraftInput): WholeTask | undefined {
  const isModules = modules !== undefined || removed !== undefined
  if ([text !== undefined, document !== undefined, isModules].filter(Boolean).length !== 1) {
    const message = 'a draft is a whole model as `text` or as `document`, or modules: give one of these'
    throw new AppError('invalid_input', message, { detail: { parameter: 'draft' } })
  }
  if (isModules) return undefined
  return { whole: text === undefined ? { document } : { text } }
}
