// Several modules, pushed one after the other. The whole of all modules must be a model after each push, so one that
// stands on another has to wait for it: whatever is refused as a model is tried again after the next one that came in.
// Those that are left name one another, and are pushed as a set.

import { type Client, type InputOf, isRefusal, type OutputOf } from './connect.ts'
import type { ModuleFolder } from './read-modules.ts'

export type PushOptions = Omit<InputOf<'module', 'push'>, 'store' | 'module' | 'files' | 'basedOn'>

/** With what goes with the modules. */
export type SetOptions = PushOptions & Pick<InputOf<'module', 'pushSet'>, 'removed'>

/** What the server says of one push. */
export type Pushed = OutputOf<'module', 'push'>

/** In the order in which they came in. */
export async function* pushModules(
  client: Client,
  store: string,
  modules: readonly ModuleFolder[],
  options: PushOptions = {},
): AsyncGenerator<Pushed> {
  for (let waiting = modules; waiting.length > 0; ) {
    const refused: { readonly folder: ModuleFolder; readonly why: Error }[] = []
    for (const folder of waiting) {
      try {
        yield await client.module.push({ store, ...folder, ...options })
      } catch (why) {
        if (!isRefusal(why, { reason: 'invalid_model' })) throw why
        refused.push({ folder, why })
      }
    }
    const left = refused.map(({ folder }) => folder)
    if (left.length === waiting.length) {
      if (left.length === 1) throw refused[0]!.why
      yield* await pushSet(client, store, left, options)
      return
    }
    waiting = left
  }
}

/** All of them come in together, or none does. */
export async function pushSet(
  client: Client,
  store: string,
  modules: readonly ModuleFolder[],
  options: SetOptions = {},
): Promise<Pushed[]> {
  const { modules: versions, ...made } = await client.module.pushSet({ store, modules, ...options })
  return versions.map((version) => ({ ...version, ...made }))
}
