// The modules of a store, read: which are in force, what is in them, and the catalog that they make together.

import { z } from 'zod'
import { question } from '../action.ts'
import { AppError } from '../errors.ts'
import { within } from './consistency.ts'
import { type StoredModule, selectModel, selectModules, selectModulesInForce } from './model.sql.ts'
import { IN_FORCE, idOf } from './model-id.sql.ts'
import { catalogOf } from './module.ts'
import { fileInput, moduleName, noModule } from './module-input.ts'
import type { AccessParts } from './parts.ts'
import { onStore, storeName } from './store-input.ts'

const CATALOGS_KEPT_MAX = 16

const moduleOutput = {
  module: z.string(),
  version: z.string(),
  revision: z.int().meta({ description: 'The first revision that had this version' }),
  at: z.string(),
  actor: z.string(),
  paths: z.array(z.string()),
}

export function moduleActions(parts: AccessParts) {
  const { database } = parts
  const catalogs = new Map<string, object[]>()
  return {
    list: question({
      name: 'module.list',
      summary: 'The modules in force',
      load: 'list',
      input: z.strictObject({ store: storeName }),
      output: z.strictObject({ model: z.string().optional(), items: z.array(z.strictObject(moduleOutput)) }),
      ...onStore('can_read'),
      async answer({ deadline }, { store }) {
        const { model, modules } = await within(deadline, selectModulesInForce(database, store))
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
            ? (await within(deadline, selectModulesInForce(database, store))).modules
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
