// A key for somebody whom this process itself has let in: who started the server and was shown a link. It manages the
// system, as they could by the database anyway, has an end, and is a key like any other in the list and the audit.

import { appendInTransaction } from '../store/append.ts'
import type { Database } from '../store/database.ts'
import { newUlid } from '../ulid.ts'
import { insertKey } from './key.sql.ts'
import { keyHash, keyText, roleTuples, rootTuple, SYSTEM_STORE } from './key.ts'

export interface MintOptions {
  readonly database: Database
  readonly newId: () => string
  readonly randomBytes: (count: number) => Buffer
  readonly committed: (storeId: string) => void
}

const SECRET_BYTES = 32
const REACH = { roles: ['manager' as const] }

export async function mintSessionKey(
  { database, newId, randomBytes, committed }: MintOptions,
  name: string,
  expiresAt: Date,
): Promise<string> {
  const id = newUlid()
  const secret = keyText(id, randomBytes(SECRET_BYTES))
  await database.transaction(async (tx) => {
    const tuples = [rootTuple(id, expiresAt), ...roleTuples(id, REACH)]
    const changes = tuples.map((tuple) => ({ op: 'add' as const, tuple }))
    const write = {
      changes,
      actor: 'system',
      action: 'key.create',
      source: 'system',
      reason: 'a sign-in link was used',
    }
    await appendInTransaction(tx, SYSTEM_STORE, write, newId())
    await insertKey(tx, { id, name, isRoot: false, createdBy: 'system', expiresAt, ...REACH }, keyHash(secret))
  })
  committed(SYSTEM_STORE)
  return secret
}
