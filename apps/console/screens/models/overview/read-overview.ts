// The model in force and its modules, in the shape in which the overview shows them.

import type { AuthorizationModel } from '@lockness/authz'
import type { Client } from '@lockness/client'
import { isAnswered } from '#session/tried.ts'
import { actorName, readKeys, readModel } from '../read-models.ts'
import type { ModuleRow, OverviewProps } from './overview.tsx'

/** Undefined: the store has no model. */
export async function readOverview(client: Client, store: string): Promise<Omit<OverviewProps, 'room'> | undefined> {
  const model = await readModel(store, 'in-force')
  if (!model) return undefined
  const [keys, { items }, lastUses] = await Promise.all([
    readKeys(client, store),
    client.module.list({ store }),
    readUsage(client, store),
  ])
  const { document } = model
  const modules = items.map(({ module, at, actor, paths }): ModuleRow => {
    const ofModule = document.type_definitions.filter(({ metadata }) => metadata?.module === module)
    return {
      module,
      types: ofModule.length,
      relations: relationsOfModule(document, module),
      files: paths.length,
      pushedBy: actorName(keys, actor),
      at,
      owners: keys.owners.get(module) ?? [],
      lastUsed: lastUses ? (lastUses.get(module) ?? null) : undefined,
    }
  })
  return {
    model: {
      id: model.id,
      revision: model.revision,
      at: model.at,
      actor: actorName(keys, model.actor),
      reason: model.reason,
      labels: model.labels,
      types: document.type_definitions.length,
      relations: document.type_definitions.reduce((sum, type) => sum + Object.keys(type.relations ?? {}).length, 0),
    },
    modules,
    text: model.modules ? undefined : model.text,
  }
}

/** Those that it adds to types of others count too. */
function relationsOfModule({ type_definitions }: AuthorizationModel, module: string): number {
  return type_definitions.reduce((sum, { metadata, relations = {} }) => {
    const own = Object.keys(relations).filter(
      (name) => (metadata?.relations?.[name]?.module ?? metadata?.module) === module,
    )
    return sum + own.length
  }, 0)
}

/** Undefined: the key may not read it. */
async function readUsage(client: Client, store: string): Promise<ReadonlyMap<string, string | null> | undefined> {
  try {
    const { items } = await client.usage.modules({ store })
    return new Map(items.flatMap(({ module, lastUsed }) => (module === null ? [] : [[module, lastUsed] as const])))
  } catch (error) {
    if (isAnswered(error) && error.status === 403) return undefined
    throw error
  }
}
