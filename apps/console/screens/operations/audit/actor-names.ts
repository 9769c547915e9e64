// What those who did something are called: keys have names for people. Who may not read the keys sees their ids.

import type { Client } from '@lockness/client'
import { answerOf, tried } from '#session/tried.ts'

const KEYS_MAX = 1_000

/** By the subject of the audit log: `api_key:<id>`. */
export async function actorNamesOf({ key }: Pick<Client, 'key'>): Promise<Readonly<Record<string, string>>> {
  const keys = answerOf(await tried(key.list({ pageSize: KEYS_MAX })))
  return Object.fromEntries((keys?.items ?? []).map(({ id, name }) => [`api_key:${id}`, name]))
}
