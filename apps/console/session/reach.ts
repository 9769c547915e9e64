// The stores that a key reaches, which also tells whether it still counts. A key that may not list them all knows which
// ones it is for.

import { type Client, LocknessError } from '@lockness/client'

export interface StoreList {
  readonly items: readonly { readonly id: string; readonly name: string }[]
  readonly hasMore: boolean
}

/** What asks of the client here. */
export interface Reaching {
  readonly store: Pick<Client['store'], 'list'>
  readonly key: Pick<Client['key'], 'readSelf'>
}

const STORES_SHOWN = 200

/** Undefined: the server could not be asked. A word: why the key does not count any more. */
export async function reach(client: Reaching): Promise<StoreList | undefined | 'expired' | 'revoked'> {
  try {
    return await listStores(client)
  } catch (error) {
    if (!(error instanceof LocknessError)) throw error
    if (error.status === 401) return error.info.credentials === 'expired' ? 'expired' : 'revoked'
    return undefined
  }
}

async function listStores({ store, key }: Reaching): Promise<StoreList> {
  try {
    const { items, cursor } = await store.list({ pageSize: STORES_SHOWN })
    return { items: items.map(nameOf), hasMore: cursor !== undefined }
  } catch (error) {
    if (!(error instanceof LocknessError) || error.status !== 403) throw error
    const { stores } = await key.readSelf()
    return { items: stores.slice(0, STORES_SHOWN).map(nameOf), hasMore: stores.length > STORES_SHOWN }
  }
}

const nameOf = ({ id, name }: StoreList['items'][number]) => ({ id, name })
