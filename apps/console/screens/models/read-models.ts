// What the pages of this room ask the server, once per page.

import type { AuthorizationModel } from '@lockness/authz'
import type { Client, Key, ModelGetOutput } from '@lockness/client'
import { cache } from 'react'
import { requireSession } from '#session/session.ts'
import { isAnswered } from '#session/tried.ts'
import type { Base } from './workspace/use-workspace.ts'
import { WHOLE_MODEL } from './workspace/workspace.ts'

export type ModelInForce = Omit<ModelGetOutput, 'document'> & { readonly document: AuthorizationModel }

/** Undefined: the store has none. */
export const readModel = cache(async (store: string, model: string): Promise<ModelInForce | undefined> => {
  const { client } = await requireSession()
  try {
    const found = await client.model.get({ store, model })
    return { ...found, document: found.document as unknown as AuthorizationModel }
  } catch (error) {
    if (isAnswered(error) && error.status === 404) return undefined
    throw error
  }
})

/** The texts in force, to be changed. */
export async function readBase(client: Client, store: string): Promise<Base> {
  const model = await readModel(store, 'in-force')
  if (!model) return { kind: 'modules', model: undefined, modules: [], files: [] }
  const modules = model.modules ?? []
  if (!model.modules) return { kind: 'whole', model: model.id, modules, files: [[WHOLE_MODEL, model.text]] }
  const read = await Promise.all(modules.map(({ module, version }) => client.module.get({ store, module, version })))
  const files = read.flatMap(({ module, files: ofModule }) =>
    ofModule.map(({ path, text }) => [`${module}/${path}`, text] as const),
  )
  return { kind: 'modules', model: model.id, modules, files }
}

export interface Keys {
  /** Names by id. */
  readonly names: ReadonlyMap<string, string>
  /** Who may push a module, apart from those who manage the whole store. */
  readonly owners: ReadonlyMap<string, readonly string[]>
}

const KEYS_READ_MAX = 500

/** Whoever may not see the keys sees the ids of those who did something, and no owners. */
export async function readKeys(client: Client, store: string): Promise<Keys> {
  const names = new Map<string, string>()
  const owners = new Map<string, string[]>()
  try {
    const { items } = await client.key.list({ pageSize: KEYS_READ_MAX })
    for (const key of items) {
      names.set(key.id, key.name)
      for (const module of modulesOfKey(key, store)) owners.set(module, [...(owners.get(module) ?? []), key.name])
    }
  } catch (error) {
    if (!(isAnswered(error) && error.status === 403)) throw error
  }
  return { names, owners }
}

function modulesOfKey({ state, modules = [] }: Key, store: string): string[] {
  if (state !== 'live') return []
  return modules.filter((each) => each.startsWith(`${store}/`)).map((each) => each.slice(store.length + 1))
}

/** `key:01K…` of the audit log as a name. */
export function actorName({ names }: Keys, actor: string): string {
  return names.get(actor.replace(/^(api_)?key:/, '')) ?? actor
}
