// A key that was made for a session is of no use to anybody after it.

import { createClient } from '@lockness/client'
import { environment } from './environment.ts'
import type { Sealed } from './seal.ts'

/** Should the server not answer, the key ends by itself soon after. */
export async function endOwnKey({ key, who, isOwnKey }: Sealed): Promise<void> {
  if (!isOwnKey) return
  const client = createClient({ url: environment().serverUrl, key })
  await client.key.revoke({ key: who.id, reason: 'signed out of the console' }).catch(() => undefined)
}
