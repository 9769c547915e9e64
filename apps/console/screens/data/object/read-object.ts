// What the page of one thing shows first, read on the server: only what its open tab needs.

import type { ObjectAccessOutput, ObjectHistoryOutput, TupleReadOutput } from '@lockness/client'
import { type Tried, tried } from '#session/tried.ts'
import type { Room } from '../read-room.ts'
import { TUPLES_PER_PAGE } from '../tuples/tuples-per-page.ts'
import { Lexicon, typeOf } from '../words.ts'

export const TABS = ['access', 'tuples', 'given', 'inside', 'history'] as const
export type TabName = (typeof TABS)[number]

export interface ObjectPageData {
  readonly object: string
  readonly tab: TabName
  readonly tabs: readonly TabName[]
  /** What it lies in. */
  readonly within: readonly string[]
  /** False: no tuple names it. */
  readonly isThere: boolean
  readonly access?: Tried<ObjectAccessOutput> | undefined
  readonly tuples?: Tried<TupleReadOutput> | undefined
  readonly history?: Tried<ObjectHistoryOutput> | undefined
}

const SUBJECTS_SHOWN = 25

export function isTab(name: string | undefined): name is TabName {
  return TABS.some((each) => each === name)
}

export async function readObject(room: Room, object: string, wanted: TabName | undefined): Promise<ObjectPageData> {
  const { store, client, words } = room
  const lexicon = new Lexicon(words)
  const type = typeOf(object)
  const word = lexicon.type(type)
  const isThing = (word?.relations.length ?? 0) > 0
  const hasInside = lexicon.containedIn(type).length > 0
  const tabs = TABS.filter(
    (each) =>
      each === 'given' || each === 'history' || (each === 'inside' && hasInside) || (each !== 'inside' && isThing),
  )
  const tab = wanted !== undefined && tabs.includes(wanted) ? wanted : (tabs[0] ?? 'history')
  const [within, own, given] = await Promise.all([
    withinOf(room, object, word?.containedIn ?? []),
    tried(client.tuple.read({ store, object, pageSize: 1 })),
    tried(client.tuple.read({ store, subject: object, pageSize: 1 })),
  ])
  const isThere = [own, given].some((each) => 'failure' in each || each.value.items.length > 0)
  const base = { object, tab, tabs, within, isThere }
  const page = { store, pageSize: TUPLES_PER_PAGE }
  if (tab === 'access') return { ...base, access: await readAccess(room, lexicon, object) }
  if (tab === 'tuples') return { ...base, tuples: await tried(client.tuple.read({ ...page, object })) }
  if (tab === 'given') return { ...base, tuples: await tried(client.tuple.read({ ...page, subject: object })) }
  if (tab === 'history') return { ...base, history: await tried(client.object.history({ store, object })) }
  return base
}

async function withinOf({ store, client }: Room, object: string, relations: readonly string[]): Promise<string[]> {
  const pages = await Promise.all(
    relations.map((relation) => tried(client.tuple.read({ store, object, relation, pageSize: 5 }))),
  )
  return pages.flatMap((page) => ('value' in page ? page.value.items.map(({ subject }) => subject) : []))
}

/** Permissions, or, where no catalog names any, everything that can be asked about the type. */
function readAccess({ store, client }: Room, lexicon: Lexicon, object: string): Promise<Tried<ObjectAccessOutput>> {
  const relations = lexicon.type(typeOf(object))?.relations ?? []
  const named = relations.filter(({ kind }) => kind === 'permission' || kind === 'role')
  const asked = (named.length > 0 ? named : relations).map(({ relation }) => relation)
  const context = { current_time: new Date().toISOString() }
  const subjectTypes = lexicon.principals
  if (asked.length === 0 || subjectTypes.length === 0) return tried(Promise.resolve(NOBODY))
  return tried(
    client.object.access({ store, object, relations: asked, subjectTypes, context, subjectsMax: SUBJECTS_SHOWN }),
  )
}

const NOBODY: ObjectAccessOutput = { items: [], revision: 0, model: '', at: '' }
