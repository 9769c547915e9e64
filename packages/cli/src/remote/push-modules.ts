// Several modules, pushed one after the other. The whole of all modules must be a model after each push, so one that
// stands on another has to wait for it: whatever is refused as a model is tried again after the next one that came in.

import { Failure } from '../terminal.ts'
import { type Client, path } from './client.ts'
import type { ModuleFolder } from './read-modules.ts'

export interface PushOptions {
  readonly dryRun?: boolean
  readonly allowOrphans?: boolean
  readonly replacesModel?: boolean
  readonly label?: string
  readonly reason?: string
}

/** What the server says of one push. */
export interface Pushed {
  readonly module: string
  readonly version: string | null
  readonly model?: string
  readonly revision?: number
  readonly isUnchanged?: true
  readonly isDryRun?: true
  readonly isAccepted?: boolean
  readonly refusal?: { readonly message: string }
  readonly warnings?: readonly { readonly file: string; readonly line?: number; readonly message: string }[]
  readonly tests?: { readonly passed: number; readonly failed: number }
  readonly impact?: unknown
}

/** In the order in which they came in. */
export async function* pushModules(
  client: Client,
  store: string,
  modules: readonly ModuleFolder[],
  options: PushOptions = {},
): AsyncGenerator<Pushed> {
  for (let waiting = modules; waiting.length > 0; ) {
    const refused: { readonly folder: ModuleFolder; readonly why: Failure }[] = []
    for (const folder of waiting) {
      const pushed = await push(client, store, folder, options)
      if (pushed instanceof Failure) refused.push({ folder, why: pushed })
      else yield pushed
    }
    if (refused.length === waiting.length) throw refused[0]!.why
    waiting = refused.map(({ folder }) => folder)
  }
}

async function push(
  client: Client,
  store: string,
  { module, files }: ModuleFolder,
  options: PushOptions,
): Promise<Pushed | Failure> {
  try {
    return await client.ask<Pushed>('PUT', path`/stores/${store}/modules/${module}`, { body: { files, ...options } })
  } catch (error) {
    if (error instanceof Failure && reasonOf(error) === 'invalid_model') return error
    throw error
  }
}

function reasonOf({ detail }: Failure): unknown {
  const { info } = detail
  return typeof info === 'object' && info !== null && 'reason' in info ? info.reason : undefined
}
