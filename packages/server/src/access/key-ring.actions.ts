// Keys and who may what, with what they read and write of the database: put together once, when the area is opened.

import { selectHead } from '../store/stores.ts'
import { selectKeyByHash, updateLastUse } from './key.sql.ts'
import { SYSTEM_STORE } from './key.ts'
import { Authority } from './key-authority.ts'
import { KeyRing } from './key-ring.ts'
import type { AccessParts } from './parts.ts'

type KeysParts = Omit<AccessParts, 'authority' | 'situations'>

export interface Keys {
  readonly authority: Authority
  readonly keys: KeyRing
  /** Resolves when what was decided about keys holds on this node; the others are told. */
  onCommit(storeId: string): Promise<void>
}

export function openKeys(parts: KeysParts): Keys {
  const { database, committed, report } = parts
  const head = (tx: Parameters<typeof selectHead>[0]) => selectHead(tx, SYSTEM_STORE)
  const authority = new Authority({ ...parts, head })
  const keys = new KeyRing({
    ...parts,
    authority,
    find: (hash) => selectKeyByHash(database, hash),
    told: (ids, usedAtMs) => updateLastUse(database, ids, usedAtMs),
  })
  return {
    authority,
    keys,
    async onCommit(storeId) {
      committed(storeId)
      if (storeId !== SYSTEM_STORE) return
      // It is committed: that this node cannot see it yet does not undo it.
      await authority.refresh().catch((error) => report(`a change of keys was not read: ${String(error)}`))
    },
  }
}
