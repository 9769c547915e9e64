// Modules of a store come into force: a team pushes its folder, and the whole of all modules becomes the next model, or is
// refused with everything that stands against it. Modules that name one another are pushed together, as a set, and those
// that go with them are taken out by the same revision: nobody ever sees the half of it. Two pushes at once: the second one is judged again with the first one's module, and refused if it was the same module, because
// whoever pushed it has not seen that.

import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Asked, change, type Draft, type Settled } from '../action.ts'
import { AppError } from '../errors.ts'
import type { Revision } from '../store/append.ts'
import { formatToken } from '../store/token.ts'
import type { ModuleFiles, ModuleVersion } from '../store/write.ts'
import { newUlid } from '../ulid.ts'
import { within } from './consistency.ts'
import { type StoredModel, type StoredModule, selectModulesInForce } from './model.sql.ts'
import { type ChangeReport, judgeChange, requireAccepted } from './model-change.ts'
import { madeOutput, reportOutput } from './model-change-output.ts'
import { labelInput } from './model-label.actions.ts'
import { hashOf, inOrder } from './module.ts'
import { fileInput, moduleName, noModule } from './module-input.ts'
import { type AccessParts, type RevisionShown, showRevision } from './parts.ts'
import { selectPushed } from './pushed.sql.ts'
import { idempotencyKeyInput, onStore, reasonInput, storeName } from './store-input.ts'

const MODULES_MAX = 200
const SET_MAX = 50
const FILES_MAX = 200

const aboutChange = {
  dryRun: z.boolean().default(false).meta({ description: 'Only says what would be' }),
  allowOrphans: z.boolean().default(false).meta({
    description: 'Also when there are tuples that the new model does not allow: they stay, and count for nothing',
  }),
  label: labelInput.optional().meta({ description: 'Stands for the new model from now on' }),
  reason: reasonInput,
}
const pushed = {
  module: moduleName,
  files: z.array(fileInput).min(1).max(FILES_MAX),
  basedOn: z
    .string()
    .max(64)
    .nullable()
    .optional()
    .meta({ description: 'The version that was changed, null for none: refused if another one is in force' }),
}
const aboutPush = {
  replacesModel: z
    .boolean()
    .default(false)
    .meta({ description: 'Also when the model in force was written whole, which is then no longer in force' }),
  idempotencyKey: idempotencyKeyInput,
  ...aboutChange,
}
const pushInput = z.strictObject({ store: storeName, ...pushed, ...aboutPush })
/** Of a module that goes. */
const removedFrom = z
  .string()
  .max(64)
  .optional()
  .meta({ description: 'The version that is to go: refused if another one is in force' })
const setInput = z.strictObject({
  store: storeName,
  modules: z.array(z.strictObject(pushed)).max(SET_MAX).default([]).meta({ description: 'Pushed together' }),
  removed: z
    .array(z.strictObject({ module: moduleName, basedOn: removedFrom }))
    .max(SET_MAX)
    .default([])
    .meta({ description: 'Taken out together with what is pushed' }),
  ...aboutPush,
})
const removeInput = z.strictObject({
  store: storeName,
  module: moduleName,
  basedOn: removedFrom,
  dryRun: z.stringbool().default(false),
  allowOrphans: z.stringbool().default(false),
  label: labelInput.optional(),
  reason: reasonInput,
})

const isUnchanged = z.literal(true).optional().meta({ description: 'In force as it was sent; nothing else is told' })
const changeOutput = z.strictObject({
  module: z.string(),
  version: z.string().nullable().meta({ description: 'Null: it is gone' }),
  isUnchanged,
  ...madeOutput,
  ...z.object(reportOutput).partial().shape,
})
const setOutput = z.strictObject({
  modules: z.array(
    z.strictObject({
      module: z.string(),
      version: z.string().nullable().meta({ description: 'Null: it is gone' }),
    }),
  ),
  isUnchanged,
  ...madeOutput,
  ...z.object(reportOutput).partial().shape,
})

type Made = Partial<ChangeReport> &
  Partial<RevisionShown> & {
    readonly model?: string
    readonly isUnchanged?: true
    readonly isDryRun?: true
  }

interface ModuleDraft extends Draft {
  readonly id: string
  readonly report: ChangeReport
  readonly key: string | undefined
}

/** What becomes of one module. */
interface Wish {
  readonly module: string
  /** Absent: the module is to go. */
  readonly content?: ModuleFiles
  readonly basedOn?: string | null | undefined
}

interface Wanted {
  readonly store: string
  readonly wishes: readonly Wish[]
  readonly replacesModel: boolean
  readonly dryRun: boolean
  readonly allowOrphans: boolean
  readonly label?: string | undefined
  readonly reason?: string | undefined
  readonly idempotencyKey?: string | undefined
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

export function modulePushActions(parts: AccessParts) {
  const changing = changeModules(parts)
  return {
    push: change({
      name: 'module.push',
      summary:
        "A module's files: composed with the other modules, tested with all tests, and in force if nothing stands against it",
      input: pushInput,
      output: changeOutput,
      ...onModule,
      async prepare(asked, { module, files, basedOn, ...input }) {
        const draft = await changing.prepare(asked, { ...input, wishes: [wishOf({ module, files, basedOn })] })
        return told(draft, (made) => ({ module, version: hashOf(files), ...made }))
      },
      async answer(revision, { store, module, files }, draft) {
        return { module, version: hashOf(files), ...(await changing.answer(store, revision, draft)) }
      },
    }),
    pushSet: change({
      name: 'module.push_set',
      summary: 'Several modules at once: all of them come into force and go together, or none of them does',
      input: setInput,
      output: setOutput,
      ...onStore('can_push'),
      async prepare(asked, { modules, removed, ...input }) {
        requireSet([...modules, ...removed].map(({ module }) => module))
        const draft = await changing.prepare(asked, { ...input, wishes: [...modules.map(wishOf), ...removed] })
        return told(draft, (made) => ({ modules: versionsOf(modules, removed), ...made }))
      },
      async answer(revision, { store, modules, removed }, draft) {
        return { modules: versionsOf(modules, removed), ...(await changing.answer(store, revision, draft)) }
      },
    }),
    remove: change({
      name: 'module.remove',
      summary: 'Takes a module out of the model, if nothing stands against it',
      input: removeInput,
      output: changeOutput,
      ...onModule,
      async prepare(asked, { module, basedOn, ...input }) {
        const draft = await changing.prepare(asked, { ...input, wishes: [{ module, basedOn }], replacesModel: false })
        return told(draft, (made) => ({ module, version: null, ...made }))
      },
      async answer(revision, { store, module }, draft) {
        return { module, version: null, ...(await changing.answer(store, revision, draft)) }
      },
    }),
  }
}

function changeModules(parts: AccessParts) {
  const { database, replicas, now, tokenKey, work } = parts
  /** The versions of its modules that a push saw first. */
  const seen = new WeakMap<Asked, ReadonlyMap<string, string | null>>()
  const replay = async (store: string, key: string, hash?: string): Promise<Made | undefined> => {
    const done = await selectPushed(database, store, key)
    if (!done) return undefined
    if (hash !== undefined && done.hash !== hash)
      throw new AppError('idempotency_mismatch', 'the idempotency key was used for something else')
    const { model, revision, chain, epoch } = done
    const token = chain && { token: formatToken({ storeId: store, epoch, revision, chain }, tokenKey) }
    return { model, revision, ...token, isReplay: true }
  }
  return {
    async prepare(asked: Asked, wanted: Wanted): Promise<ModuleDraft | Settled<Made>> {
      const { store, wishes, dryRun, allowOrphans, label, reason, idempotencyKey } = wanted
      const key = dryRun ? undefined : idempotencyKey
      const standsFor = standingFor(asked, wanted)
      const done = key && (await within(asked.deadline, replay(store, key, sha256(standsFor))))
      if (done) return { settled: done }
      const { model: base, modules } = await within(asked.deadline, selectModulesInForce(database, store))
      const before = new Map(wishes.map(({ module }) => [module, modules.find(({ name }) => name === module)]))
      requireNotWhole(base, wanted.replacesModel)
      for (const wish of wishes) requireBase(wish, before.get(wish.module))
      requireSeen(asked, new Map([...before].map(([name, found]) => [name, found?.hash ?? null])))
      const contents = wishes.flatMap(({ content }) => content ?? [])
      const isAsSent = ({ name, hash }: ModuleVersion) => before.get(name)?.hash === hash
      if (base && contents.length === wishes.length && contents.every(isAsSent) && label === undefined)
        return { settled: { model: base.id, isUnchanged: true } }
      const next = [...modules.filter(({ name }) => !before.has(name)), ...contents]
      if (next.length > MODULES_MAX) throw new AppError('limit_exceeded', `a store has at most ${MODULES_MAX} modules`)
      const candidate = await work.examine({ modules: next, atMs: now().getTime() }, asked.deadline)
      const { report, body, guard } = await judgeChange(
        { replicas, store, base, allowOrphans, dryRun },
        asked,
        candidate,
      )
      if (dryRun) return { settled: { isDryRun: true, ...report } }
      requireAccepted(report)
      const id = newUlid()
      const write = {
        ...guard,
        changes: [],
        source: 'api',
        model: { id, body, modules: next.map(({ name, hash }) => ({ name, hash })).sort(byName) },
        ...(contents.length > 0 && { modules: contents }),
        ...(label !== undefined && { labels: [{ label, model: id }] }),
        ...(reason !== undefined && { reason }),
        ...(key !== undefined && { idempotencyKey: key, keyStandsFor: standsFor }),
      }
      return { store, write, id, report, key }
    },
    async answer(store: string, revision: Revision, { id, report, key }: ModuleDraft): Promise<Made> {
      // Somebody else has come with the same key meanwhile: it is their model.
      const done = revision.isReplay && key !== undefined ? await replay(store, key) : undefined
      return done ?? { model: id, ...showRevision(parts, revision), ...report }
    },
  }

  function requireSeen(asked: Asked, now: ReadonlyMap<string, string | null>): void {
    const first = seen.get(asked) ?? now
    for (const [name, version] of now) if (first.get(name) !== version) throw pushedMeanwhile(name)
    seen.set(asked, now)
  }
}

interface Pushed {
  readonly module: string
  readonly files: readonly ModuleFiles['files'][number][]
  readonly basedOn?: string | null | undefined
}

function wishOf({ module, files, basedOn }: Pushed): Wish {
  const twice = files.find(({ path }, index) => files.findIndex((each) => each.path === path) !== index)
  if (twice) throw new AppError('invalid_input', `\`${twice.path}\` is given twice`)
  return { module, content: { name: module, hash: hashOf(files), files: inOrder(files) }, basedOn }
}

function requireSet(names: readonly string[]): void {
  if (names.length === 0) throw new AppError('invalid_input', 'no module is given: neither to push nor to take out')
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw new AppError('invalid_input', `\`${twice}\` is given twice`)
}

function versionsOf(modules: readonly Pushed[], removed: readonly Wish[]) {
  const kept = modules.map(({ module, files }) => ({ module, version: hashOf(files) }))
  return [...kept, ...removed.map(({ module }) => ({ module, version: null }))]
}

/** What was settled, as the action tells it. */
function told<O>(draft: ModuleDraft | Settled<Made>, show: (made: Made) => O): ModuleDraft | Settled<O> {
  return 'settled' in draft ? { settled: show(draft.settled) } : draft
}

function standingFor({ actor }: Asked, wanted: Wanted): string {
  const { wishes, replacesModel, allowOrphans, label, reason } = wanted
  const modules = wishes.map(({ module, content, basedOn }) => [module, content?.hash, basedOn])
  return JSON.stringify(['modules', actor.subject, modules, replacesModel, allowOrphans, label, reason])
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function byName(a: ModuleVersion, b: ModuleVersion): number {
  return a.name < b.name ? -1 : 1
}

function requireNotWhole(base: StoredModel | undefined, replacesModel: boolean): void {
  if (base?.modules !== null || replacesModel) return
  const message = 'the model in force was written whole: write the next one whole, or say `replacesModel`'
  throw new AppError('conflict', message, { detail: { reason: 'written_whole' } })
}

function requireBase({ module, content, basedOn }: Wish, before: StoredModule | undefined): void {
  if (!content && !before) throw noModule(module)
  if (basedOn !== undefined && basedOn !== (before?.hash ?? null)) throw pushedMeanwhile(module)
}

function pushedMeanwhile(module: string): AppError {
  const message = `another version of the module \`${module}\` came into force: look at it, and push again`
  return new AppError('conflict', message, { detail: { reason: 'module_moved' } })
}
