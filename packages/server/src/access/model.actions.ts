// Models of a store: every version is kept, the last one is in force, and labels name those that callers stay with.

import type { AuthorizationModel } from '@lockness/authz'
import { printModel } from '@lockness/language'
import { z } from 'zod'
import { change, type Draft, question, type Settled } from '../action.ts'
import { AppError } from '../errors.ts'
import { newUlid } from '../ulid.ts'
import { within } from './consistency.ts'
import { type ModelVersion, selectModel, selectModelInForce, selectModelPage } from './model.sql.ts'
import { type ChangeReport, judgeChange, requireAccepted } from './model-change.ts'
import { madeOutput, reportOutput } from './model-change-output.ts'
import { idOf, modelInput } from './model-id.sql.ts'
import { labelInput } from './model-label.actions.ts'
import { readWhole, type WholeModel } from './module.ts'
import { type AccessParts, type RevisionShown, showRevision } from './parts.ts'
import { onStore, reasonInput, storeName } from './store-input.ts'

const TEXT_CHARS_MAX = 1_048_576
/** More than this is read in another thread. */
const CHARS_AT_ONCE_MAX = 4_096

const writeInput = z.strictObject({
  store: storeName,
  text: z.string().min(1).max(TEXT_CHARS_MAX).optional().meta({ description: 'In the modelling language' }),
  document: z.record(z.string(), z.unknown()).optional().meta({ description: "The same in OpenFGA's JSON" }),
  dryRun: z.boolean().default(false).meta({ description: 'Only says what would be' }),
  allowOrphans: z.boolean().default(false).meta({
    description: 'Also when there are tuples that the new model does not allow: they stay, and count for nothing',
  }),
  replacesModules: z
    .boolean()
    .default(false)
    .meta({ description: 'Also when the model in force is made of modules, which are then no longer in force' }),
  label: labelInput.optional().meta({ description: 'Stands for this model from now on' }),
  reason: reasonInput,
})

const versionOutput = {
  id: z.string(),
  revision: z.int().meta({ description: 'From this revision on it was in force' }),
  at: z.string(),
  actor: z.string(),
  reason: z.string().optional(),
  labels: z.array(z.string()),
  modules: z.array(z.strictObject({ module: z.string(), version: z.string() })).optional(),
}

export function modelActions(parts: AccessParts) {
  const { database, replicas, cursors, work } = parts
  return {
    write: change({
      name: 'model.write',
      summary: 'A new version of the model, in force from its revision on',
      input: writeInput,
      output: z.strictObject({ ...madeOutput, ...reportOutput }),
      ...onStore('can_push'),
      async prepare(asked, input): Promise<ModelDraft | Settled<ModelAnswer>> {
        const { store, dryRun, allowOrphans, replacesModules, label, reason, ...source } = input
        const base = await within(asked.deadline, selectModelInForce(database, store))
        if (base?.modules && !replacesModules) {
          const message = 'the model in force is made of modules: push those, or say `replacesModules`'
          throw new AppError('conflict', message, { detail: { reason: 'made_of_modules' } })
        }
        const whole = wholeOf(source)
        const found = isLarge(whole) ? await work.examine({ whole }, asked.deadline) : readWhole(whole)
        const { report, body, guard } = await judgeChange({ replicas, store, base, allowOrphans, dryRun }, asked, found)
        if (dryRun) return { settled: { isDryRun: true, ...report } }
        requireAccepted(report)
        const id = newUlid()
        const write = {
          ...guard,
          changes: [],
          source: 'api',
          model: { id, body },
          ...(label !== undefined && { labels: [{ label, model: id }] }),
          ...(reason !== undefined && { reason }),
        }
        return { store, write, id, report }
      },
      answer: (revision, _, { id, report }): ModelAnswer => ({
        model: id,
        ...showRevision(parts, revision),
        ...report,
      }),
    }),
    list: question({
      name: 'model.list',
      summary: 'All versions of the model, the newest first',
      load: 'list',
      input: z.strictObject({
        store: storeName,
        pageSize: z.coerce.number().int().min(1).max(1_000).default(50),
        cursor: z.string().max(2_048).optional(),
      }),
      output: z.strictObject({ items: z.array(z.strictObject(versionOutput)), cursor: z.string().optional() }),
      ...onStore('can_read'),
      async answer({ deadline }, { store, pageSize, cursor }) {
        const before = cursor === undefined ? undefined : Number(cursors.open('model.list', { store }, cursor)[0])
        const wanted = { limit: pageSize + 1, ...(before !== undefined && { before }) }
        const rows = await within(deadline, selectModelPage(database, store, wanted))
        const page = cursors.page('model.list', { store }, rows, pageSize, ({ since }) => [since])
        return { ...page, items: page.items.map(showVersion) }
      },
    }),
    get: question({
      name: 'model.get',
      summary: 'One version of the model, as text and as JSON',
      input: z.strictObject({
        store: storeName,
        model: modelInput.meta({ description: 'An id, `label:<label>`, or `in-force`' }),
      }),
      output: z.strictObject({ ...versionOutput, text: z.string(), document: z.record(z.string(), z.unknown()) }),
      ...onStore('can_read'),
      async answer({ deadline }, { store, model: wanted }) {
        const id = await within(deadline, idOf(database, store, wanted))
        const stored = await within(deadline, selectModel(database, store, id))
        const [version] = await within(deadline, selectModelPage(database, store, { id, limit: 1 }))
        if (!stored || !version) throw noModel(id)
        const document = JSON.parse(stored.body) as AuthorizationModel
        return { ...showVersion(version), text: printModel(document).text, document }
      },
    }),
  }
}

type ModelAnswer = ChangeReport & Partial<RevisionShown> & { readonly model?: string; readonly isDryRun?: true }

interface ModelDraft extends Draft {
  readonly id: string
  readonly report: ChangeReport
}

function wholeOf({ text, document }: { readonly text?: string | undefined; readonly document?: unknown }): WholeModel {
  if ((text === undefined) === (document === undefined))
    throw new AppError('invalid_input', 'a model comes as `text` or as `document`: give one of them')
  return text === undefined ? { document } : { text }
}

/** Half a megabyte takes a second to read, this much some milliseconds. */
function isLarge(whole: WholeModel): boolean {
  const chars = 'text' in whole ? whole.text.length : JSON.stringify(whole.document).length
  return chars > CHARS_AT_ONCE_MAX
}

function showVersion({ id, since, modules, atMs, actor, reason, labels }: ModelVersion) {
  return {
    id,
    revision: since,
    at: new Date(atMs).toISOString(),
    actor,
    labels,
    ...(reason !== null && { reason }),
    ...(modules && { modules: modules.map(({ name, hash }) => ({ module: name, version: hash })) }),
  }
}

function noModel(id: string): AppError {
  return new AppError('not_found', `there is no model \`${id}\``, { detail: { what: 'model' } })
}
