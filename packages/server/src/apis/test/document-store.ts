// A store of documents behind OpenFGA's API, and short ways to say what is in it and what came back.

import { openFgaWire } from '../openfga/openfga.ts'
import { type Client, openClient, type Send } from './inject.ts'
import { createMemory } from './memory-port.ts'

/** A store that a contract asks, in memory or on a real server. */
export interface Documents<C extends { readonly send: Send } = { readonly send: Send }> {
  readonly client: C
  readonly store: string
  readonly model: string
  /** A key that may nothing on the store. */
  readonly nobody: string
}

export type OpenDocuments = () => Promise<Documents>

export async function openDocuments(): Promise<Documents<Client>> {
  const memory = createMemory({ depthMax: 25 })
  const client = await openClient(memory, [openFgaWire(memory.port)])
  return { client, ...(await fillDocuments(client)), nobody: 'nobody' }
}

export async function fillDocuments({ send }: { readonly send: Send }): Promise<{ store: string; model: string }> {
  const store = (await send('POST', '/stores', { name: 'a store' })).body.id
  const written = await send('POST', `/stores/${store}/authorization-models`, MODEL)
  return { store, model: written.body.authorization_model_id }
}

export const MODEL = {
  schema_version: '1.1',
  type_definitions: [
    { type: 'user' },
    {
      type: 'document',
      relations: {
        owner: { this: {} },
        viewer: { union: { child: [{ this: {} }, { computedUserset: { relation: 'owner' } }] } },
        constructor: { computedUserset: { object: '', relation: 'viewer' } },
      },
      metadata: {
        relations: {
          owner: { directly_related_user_types: [{ type: 'user' }] },
          viewer: {
            directly_related_user_types: [
              { type: 'user', condition: '' },
              { type: 'user', wildcard: {} },
              { type: 'user', condition: 'near' },
            ],
          },
        },
      },
    },
  ],
  conditions: { near: { name: 'near', expression: 'x < 10', parameters: { x: { type_name: 'TYPE_NAME_INT' } } } },
}

export const key = (user: string, relation: string, object: string, more: object = {}) => ({
  user,
  relation,
  object,
  ...more,
})
export const anne = key('user:anne', 'owner', 'document:1')
export const writes = (...keys: object[]) => ({ writes: { tuple_keys: keys } })
export const deletes = (...keys: object[]) => ({ deletes: { tuple_keys: keys } })
export const errorOf = ({ status, body }: { status: number; body: { code: string } }) => `${status} ${body.code}`
export const ANNE = key('user:anne', 'viewer', 'document:1')
