// The first look: a store `demo` with all verticals as modules and a small world of companies, artists and releases. It is
// made by the API as anybody would make it, and is gone on with when an earlier start was ended in the middle.

import { fileURLToPath } from 'node:url'
import type { Tuple } from '@lockness/authz'
import { hasErrors, loadModelTest } from '@lockness/language'
import { type Client, connect, explained } from '../remote/connect.ts'
import { pushModules } from '../remote/push-modules.ts'
import { readModules } from '../remote/read-modules.ts'
import { type Disk, EXIT, Failure } from '../terminal.ts'

export const DEMO_STORE = 'demo'
export const VERTICALS = fileURLToPath(new URL('../../../../verticals', import.meta.url))
const WORLD = `${VERTICALS}/demo.fga.yaml`
const SEED_MAX_MS = 120_000

/** The id of the store; undefined when there are stores already, and none of them is a demo. */
export async function seedDemo(
  disk: Disk,
  { url, key }: { readonly url: string; readonly key: string },
  tell: (what: string) => void,
): Promise<string | undefined> {
  const connection = { url, key, timeoutMs: SEED_MAX_MS }
  return explained(connection, () => seed(disk, connect(connection), tell))
}

async function seed(disk: Disk, client: Client, tell: (what: string) => void): Promise<string | undefined> {
  const stores = await client.store.list()
  const found = stores.items.find(({ name }) => name === DEMO_STORE)
  if (!found && stores.items.length > 0) return undefined
  const modules = readModules(disk, VERTICALS)
  // Its beginning, a revision for each module, and then the world.
  if (found && found.revision > modules.length + 1) return found.id
  const reason = 'a world to look at'
  const { id } = found ?? (await client.store.create({ name: DEMO_STORE, reason }))
  tell('the verticals')
  for await (const { module } of pushModules(client, id, modules, { reason })) tell(`the verticals: ${module}`)
  tell('a small world')
  const added = readWorld(disk, WORLD)
  await client.tuple.write({ store: id, added, reason, idempotencyKey: 'demo' })
  return id
}

/** The tuples that all tests of a file share. */
export function readWorld(disk: Disk, file: string): readonly Tuple[] {
  const { shared, diagnostics } = loadModelTest(file, (name) => disk.read(name))
  if (!hasErrors(diagnostics)) return shared
  const message = `\`${file}\` has mistakes: ${diagnostics[0]?.message}`
  throw new Failure(EXIT.usage, 'wrong_tuples', message, `see all of them with \`lockness model check ${file}\``)
}
