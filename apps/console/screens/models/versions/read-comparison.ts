// What two versions of the model have in common and what not: in meaning, and file by file where both are made of modules.

import type { Client } from '@lockness/client'
import { diffModels } from '@lockness/language'
import { messagesOf } from '#messages/messages.ts'
import { type ModelInForce, readModel } from '../read-models.ts'
import { readServerCatalog } from '../workspace/catalog-shown.ts'
import { WHOLE_MODEL } from '../workspace/workspace.ts'
import type { CompareProps } from './compare.tsx'

const VERSIONS_OFFERED_MAX = 200

export async function readComparison(
  client: Client,
  store: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Omit<CompareProps, 'room'> | undefined> {
  const [before, after, listed, t] = await Promise.all([
    readModel(store, from),
    readModel(store, to),
    client.model.list({ store, pageSize: VERSIONS_OFFERED_MAX }),
    messagesOf('models'),
  ])
  if (!before || !after) return undefined
  const { types } = await client.catalog.get({ store, model: after.id })
  const time = new Intl.DateTimeFormat(t.locale, { dateStyle: 'medium', timeStyle: 'short' })
  const versions = listed.items.map(({ id, at, labels }) => ({
    id,
    label: [time.format(new Date(at)), ...labels, id].join(' · '),
  }))
  for (const { id } of [before, after]) if (!versions.some((each) => each.id === id)) versions.push({ id, label: id })
  return {
    from: before.id,
    to: after.id,
    versions,
    diff: diffModels(before.document, after.document),
    catalog: readServerCatalog(types),
    files: await changedFiles(client, store, before, after),
  }
}

async function changedFiles(client: Client, store: string, before: ModelInForce, after: ModelInForce) {
  if (!before.modules || !after.modules)
    return before.text === after.text ? [] : [{ path: WHOLE_MODEL, before: before.text, after: after.text }]
  const [old, now] = [versionsOf(before), versionsOf(after)]
  const changed = [...new Set([...old.keys(), ...now.keys()])].filter((module) => old.get(module) !== now.get(module))
  const texts = async (module: string, version: string | undefined) => {
    if (version === undefined) return new Map<string, string>()
    const { files } = await client.module.get({ store, module, version })
    return new Map(files.map(({ path, text }) => [path, text]))
  }
  const perModule = await Promise.all(
    changed.sort().map(async (module) => {
      const [a, b] = await Promise.all([texts(module, old.get(module)), texts(module, now.get(module))])
      return [...new Set([...a.keys(), ...b.keys()])]
        .filter((path) => a.get(path) !== b.get(path))
        .map((path) => ({ path: `${module}/${path}`, before: a.get(path) ?? '', after: b.get(path) ?? '' }))
    }),
  )
  return perModule.flat()
}

function versionsOf({ modules = [] }: ModelInForce): ReadonlyMap<string, string> {
  return new Map(modules.map(({ module, version }) => [module, version]))
}
