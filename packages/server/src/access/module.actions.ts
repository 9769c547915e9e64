// Modules of a store: a team pushes its folder, and the whole of all modules becomes the next model, or is refused with
// everything that stands against it. Two pushes at once: the second one is judged again with the first one's module, and
// refused if it was the same module, because whoever pushed it has not seen that.

import { z } from 'zod'
import { type Asked, change, type Draft, question, type Settled } from '../action.ts'
import { AppError } from '../errors.ts'
import type { ModuleVersion } from '../store/write.ts'
import { newUlid } from '../ulid.ts'
import { within } from './consistency.ts'
import { type StoredModel, type StoredModule, selectModel, selectModelInForce, selectModules } from './model.sql.ts'
import { type ChangeReport, judgeChange, requireAccepted } from './model-change.ts'
import { madeOutput, reportOutput } from './model-change-output.ts'
import { IN_FORCE, idOf } from './model-id.sql.ts'
import { labelInput } from './model-label.actions.ts'
import { catalogOf, hashOf, inOrder, type ModuleContent } from './module.ts'
import { ModuleWork } from './module-work.ts'
import { type AccessParts, type RevisionShown, showRevision } from './parts.ts'
import { onStore, reasonInput, storeName } from './store-input.ts'

const MODULES_MAX = 200
const FILES_MAX = 200
const FILE_CHARS_MAX = 1_048_576
const CATALOGS_KEPT_MAX = 16

const moduleName = z.string().regex(/^\w[\w-]{0,49}$/, 'expected letters, digits, `_` or `-`, at most 50')
const fileInput = z.strictObject({
  path: z
    .string()
    .max(200)
    .regex(/^\w[\w.-]*(\/\w[\w.-]*)*$/, 'expected a path inside the module, such as `model.fga`'),
  text: z.string().max(FILE_CHARS_MAX),
})
const aboutChange = {
  dryRun: z.boolean().default(false).meta({ description: 'Only says what would be' }),
  allowOrphans: z.boolean().default(false).meta({
    description: 'Also when there are tuples that the new model does not allow: they stay, and count for nothing',
  }),
  label: labelInput.optional().meta({ description: 'Stands for the new model from now on' }),
  reason: reasonInput,
}
const pushInput = z.strictObject({
  store: storeName,
  module: moduleName,
  files: z.array(fileInput).min(1).max(FILES_MAX),
  basedOn: z
    .string()
    .max(64)
    .nullable()
    .optional()
    .meta({ description: 'The version that was changed, null for none: refused if another one is in force' }),
  replacesModel: z
    .boolean()
    .default(false)
    .meta({ description: 'Also when the model in force was written whole, which is then no longer in force' }),
  ...aboutChange,
})
const removeInput = z.strictObject({
  store: storeName,
  module: moduleName,
  dryRun: z.stringbool().default(false),
  allowOrphans: z.stringbool().default(false),
  label: labelInput.optional(),
  reason: reasonInput,
})

const moduleOutput = {
  module: z.string(),
  version: z.string(),
  revision: z.int().meta({ description: 'The first revision that had this version' }),
  at: z.string(),
  actor: z.string(),
  paths: z.array(z.string()),
}

const changeOutput = z.strictObject({
  module: z.string(),
  version: z.string().nullable().meta({ description: 'Null: it is gone' }),
  isUnchanged: z.literal(true).optional().meta({ description: 'It is in force as it was sent; nothing else is told' }),
  ...madeOutput,
  ...z.object(reportOutput).partial().shape,
})

type ModuleAnswer = Partial<ChangeReport> &
  Partial<RevisionShown> & {
    readonly module: string
    readonly version: string | null
    readonly model?: string
    readonly isUnchanged?: true
    readonly isDryRun?: true
  }

interface ModuleDraft extends Draft {
  readonly id: string
  readonly version: string | null
  readonly report: ChangeReport
}

interface Wanted {
  readonly store: string
  readonly module: string
  /** Absent: the module is to go. */
  readonly content?: ModuleVersion & ModuleContent
  readonly basedOn?: string | null | undefined
  readonly replacesModel: boolean
  readonly dryRun: boolean
  readonly allowOrphans: boolean
  readonly label?: string | undefined
  readonly reason?: string | undefined
}

interface OnModule {
  readonly store: string
  readonly module: string
  readonly label?: string | undefined
  readonly replacesModel?: boolean
}

/** Labels, and a model that was written whole, are the store's: who has one module has nothing to say there. */
const onModule = {
  permit: ({ store, module, label, replacesModel }: OnModule) => ({
    relation: 'can_push',
    object: label !== undefined || replacesModel ? `store:${store}` : `module:${store}/${module}`,
  }),
  store: ({ store }: OnModule) => store,
}

export function moduleActions(parts: AccessParts) {
  const { database } = parts
  const catalogs = new Map<string, object[]>()
  const changing = changeModules(parts)
  return {
    push: change({
      name: 'module.push',
      summary:
        "A module's files: composed with the other modules, tested with all tests, and in force if nothing stands against it",
      input: pushInput,
      output: changeOutput,
      ...onModule,
      prepare(asked, input) {
        const { module, files } = input
        const twice = files.find(({ path }, index) => files.findIndex((each) => each.path === path) !== index)
        if (twice) throw new AppError('invalid_input', `\`${twice.path}\` is given twice`)
        return changing.prepare(asked, {
          ...input,
          content: { name: module, hash: hashOf(files), files: inOrder(files) },
        })
      },
      answer: changing.answer,
    }),
    remove: change({
      name: 'module.remove',
      summary: 'Takes a module out of the model, if nothing stands against it',
      input: removeInput,
      output: changeOutput,
      ...onModule,
      prepare: (asked, input) => changing.prepare(asked, { ...input, replacesModel: false }),
      answer: changing.answer,
    }),
    list: question({
      name: 'module.list',
      summary: 'The modules in force',
      load: 'list',
      input: z.strictObject({ store: storeName }),
      output: z.strictObject({ model: z.string().optional(), items: z.array(z.strictObject(moduleOutput)) }),
      ...onStore('can_read'),
      async answer({ deadline }, { store }) {
        const { model, modules } = await within(deadline, modulesInForce(parts, store))
        return { ...(model && { model: model.id }), items: modules.map((module) => showModule(module)) }
      },
    }),
    get: question({
      name: 'module.get',
      summary: 'One module with its files, as it is in force or in another version',
      input: z.strictObject({ store: storeName, module: moduleName, version: z.string().max(64).optional() }),
      output: z.strictObject({ ...moduleOutput, files: z.array(fileInput) }),
      ...onStore('can_read'),
      async answer({ deadline }, { store, module: name, version }) {
        const modules =
          version === undefined
            ? (await within(deadline, modulesInForce(parts, store))).modules
            : await within(deadline, selectModules(database, store, [{ name, hash: version }]))
        const found = modules.find((each) => each.name === name)
        if (!found) throw noModule(name)
        return { ...showModule(found), files: found.files }
      },
    }),
    catalog: question({
      name: 'catalog.get',
      summary: 'What people read about the types, roles and permissions of all modules',
      input: z.strictObject({ store: storeName, model: z.string().min(1).max(256).default(IN_FORCE) }),
      output: z.strictObject({ model: z.string(), types: z.array(z.looseObject({ type: z.string() })) }),
      ...onStore('can_read'),
      async answer({ deadline }, { store, model: wanted }) {
        const id = await within(deadline, idOf(database, store, wanted))
        // Who knows the name of a model of another store does not know its catalog.
        const name = JSON.stringify([store, id])
        const known = catalogs.get(name)
        if (known) return { model: id, types: known }
        const stored = await within(deadline, selectModel(database, store, id))
        if (!stored) throw new AppError('not_found', `there is no model \`${id}\``, { detail: { what: 'model' } })
        const types = catalogOf(await within(deadline, selectModules(database, store, stored.modules ?? [])))
        if (catalogs.size >= CATALOGS_KEPT_MAX) catalogs.delete(catalogs.keys().next().value ?? '')
        catalogs.set(name, types)
        return { model: id, types }
      },
    }),
  }
}

function changeModules(parts: AccessParts) {
  const { replicas, now } = parts
  const work = new ModuleWork()
  /** The version of the module that a push saw first. */
  const seen = new WeakMap<Asked, string | null>()
  return {
    async prepare(asked: Asked, wanted: Wanted): Promise<ModuleDraft | Settled<ModuleAnswer>> {
      const { store, module, content, dryRun, allowOrphans, label, reason } = wanted
      const { model: base, modules } = await within(asked.deadline, modulesInForce(parts, store))
      const before = modules.find(({ name }) => name === module)
      requireBase(wanted, base, before)
      const first = seen.get(asked)
      if (first !== undefined && first !== (before?.hash ?? null)) throw pushedMeanwhile(module)
      seen.set(asked, before?.hash ?? null)
      if (content && before?.hash === content.hash && label === undefined)
        return { settled: { module, version: content.hash, model: base!.id, isUnchanged: true } }
      const others = modules.filter(({ name }) => name !== module)
      if (others.length >= MODULES_MAX)
        throw new AppError('limit_exceeded', `a store has at most ${MODULES_MAX} modules`)
      const next = content ? [...others, content] : others
      const candidate = await work.examine({ modules: next, atMs: now().getTime() }, asked.deadline)
      const { report, body, guard } = await judgeChange({ replicas, store, base, allowOrphans }, asked, candidate)
      const version = content?.hash ?? null
      if (dryRun) return { settled: { module, version, isDryRun: true, ...report } }
      requireAccepted(report)
      const id = newUlid()
      const write = {
        ...guard,
        changes: [],
        source: 'api',
        model: { id, body, modules: next.map(({ name, hash }) => ({ name, hash })).sort(byName) },
        ...(content && { module: content }),
        ...(label !== undefined && { labels: [{ label, model: id }] }),
        ...(reason !== undefined && { reason }),
      }
      return { store, write, id, version, report }
    },
    answer(
      revision: Parameters<typeof showRevision>[1],
      { module }: { readonly module: string },
      { id, version, report }: ModuleDraft,
    ): ModuleAnswer {
      return { module, version, model: id, ...showRevision(parts, revision), ...report }
    },
  }
}

function byName(a: ModuleVersion, b: ModuleVersion): number {
  return a.name < b.name ? -1 : 1
}

interface InForce {
  readonly model: StoredModel | undefined
  readonly modules: readonly StoredModule[]
}

async function modulesInForce({ database }: AccessParts, store: string): Promise<InForce> {
  const model = await selectModelInForce(database, store)
  const versions = model?.modules ?? []
  return { model, modules: versions.length === 0 ? [] : await selectModules(database, store, versions) }
}

function requireBase(
  { module, content, basedOn, replacesModel }: Wanted,
  base: StoredModel | undefined,
  before: StoredModule | undefined,
): void {
  if (base && base.modules === null && !replacesModel) {
    const message = 'the model in force was written whole: write the next one whole, or say `replacesModel`'
    throw new AppError('conflict', message, { detail: { reason: 'written_whole' } })
  }
  if (!content && !before) throw noModule(module)
  if (basedOn !== undefined && basedOn !== (before?.hash ?? null)) throw pushedMeanwhile(module)
}

function pushedMeanwhile(module: string): AppError {
  const message = `another version of the module \`${module}\` came into force: look at it, and push again`
  return new AppError('conflict', message, { detail: { reason: 'module_moved' } })
}

function noModule(name: string): AppError {
  return new AppError('not_found', `there is no module \`${name}\``, { detail: { what: 'module' } })
}

function showModule({ name, hash, since, atMs, actor, files }: StoredModule) {
  return {
    module: name,
    version: hash,
    revision: since,
    at: new Date(atMs).toISOString(),
    actor,
    paths: files.map(({ path }) => path),
  }
}
