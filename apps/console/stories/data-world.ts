// A small store of its own for a story of data: labels that lie in a company, releases in labels, and who runs them. Its
// model says little, so that what changes by a write can be counted by hand.

import type { Tuple } from '@lockness/client'
import { consoleUnderTest, serverClient } from './console-under-test.ts'

const MODEL = `model
  schema 1.1
type user
type company
  relations
    define admin: [user]
type label
  relations
    define company: [company]
    define editor: [user] or admin from company
type release
  relations
    define label: [label]
    define can_edit: editor from label
    define can_read: can_edit or listener
    define listener: [user]
`

export interface DataStore {
  readonly store: string
  readonly room: string
}

export async function newDataStore(name: string, tuples: readonly Tuple[] = []): Promise<DataStore> {
  const client = serverClient()
  const { id: store } = await client.store.create({ name: `${name} ${Date.now()}` })
  await client.model.write({ store, text: MODEL })
  for (let from = 0; from < tuples.length; from += WRITTEN_MAX)
    await client.tuple.write({ store, added: tuples.slice(from, from + WRITTEN_MAX), reason: 'the world of a story' })
  return { store, room: `/s/${store}/data` }
}

const WRITTEN_MAX = 10_000

/** `label:north#editor@user:anne` */
export function tuple(text: string): Tuple {
  const [object = '', relation = '', subject = ''] = text.split(/[#@]/)
  return { object, relation, subject }
}

/** Releases of one label. */
export function releases(count: number, label = 'label:north'): Tuple[] {
  return Array.from({ length: count }, (_, n) => tuple(`release:r${String(n).padStart(5, '0')}#label@${label}`))
}

export function demoRoom(): string {
  return `/s/${consoleUnderTest().store}/data`
}
