// Stores by OpenFGA's API. They are made, found and deleted as our own API does it; only what is told is different.

import { z } from 'zod'
import type { AccessParts } from '../../access/access.ts'
import { makeStore, storeActions } from '../../access/store.actions.ts'
import { command, question } from '../../action.ts'
import type { ListInput, OpenFgaPort, StoreRecord } from '../openfga/openfga.port.ts'

type StorePort = Pick<OpenFgaPort, 'createStore' | 'listStores' | 'getStore' | 'deleteStore'>

export function storePort(parts: AccessParts): StorePort {
  const own = storeActions(parts)
  return {
    createStore: command({
      name: 'openfga.create_store',
      as: own.createStore.name,
      input: z.custom<{ readonly name: string }>(),
      permit: own.createStore.permit,
      async run(step, { name }) {
        const { id } = await makeStore(parts, step, name)
        return { id, name, createdAt: step.now, updatedAt: step.now }
      },
    }),
    listStores: question({
      name: 'openfga.list_stores',
      as: own.listStores.name,
      load: 'list',
      input: z.custom<ListInput & { readonly name?: string }>(),
      permit: (input) => own.listStores.permit(input),
      async answer(asked, input) {
        const { items, cursor } = await own.listStores.answer(asked, input)
        return { items: items.map(recordOf), ...(cursor !== undefined && { cursor }) }
      },
    }),
    getStore: question({
      name: 'openfga.read_store',
      as: own.readStore.name,
      input: z.custom<{ readonly store: string }>(),
      permit: (input) => own.readStore.permit(input),
      store: ({ store }) => store,
      answer: async (asked, { store }) => recordOf(await own.readStore.answer(asked, { store })),
    }),
    deleteStore: command({
      name: 'openfga.delete_store',
      as: own.deleteStore.name,
      input: z.custom<{ readonly store: string }>(),
      permit: (input) => own.deleteStore.permit(input),
      store: ({ store }) => store,
      async run(step, { store }): Promise<void> {
        await own.deleteStore.run(step, { store })
      },
    }),
  }
}

/** There, a store is never changed. */
function recordOf({ id, name, createdAt }: { id: string; name: string; createdAt: string }): StoreRecord {
  const at = new Date(createdAt)
  return { id, name, createdAt: at, updatedAt: at }
}
