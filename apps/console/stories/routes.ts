// Every page that there is, with an address that has something to show, for what must hold on all of them: budgets, the
// policy, both languages, widths. A page that is added to `app` and not named here fails the test that compares the two.

import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Client } from '@lockness/client'
import { consoleUnderTest, serverClient } from './console-under-test.ts'

export interface Route {
  /** As its folder in `app` says it. */
  readonly pattern: string
  /** What stands for the parts in brackets, and what is asked of it. */
  readonly with?: Readonly<Record<string, string>>
  readonly query?: string
  /** One of the rooms, as one comes into it. */
  readonly isRoom?: boolean
  /** For whoever is not signed in. */
  readonly isForStrangers?: boolean
  /** What it brings after its first view: this is loaded when the view is there, and counted by itself. */
  readonly brings?: 'an editor' | 'a drawing' | 'charts' | 'the rows of a large table'
}

/** They lead elsewhere, or are shown only where it is asked for. */
const NO_PAGES = new Set(['/s/[store]', '/ui'])
const ARTIST = 'artist:luna'
const WHY = new URLSearchParams({ ask: 'why', subject: 'user:eve', permission: 'can_edit_profile', object: ARTIST })

// biome-ignore format: a table is read by its columns
export const ROUTES: readonly Route[] = [
  { pattern: '/sign-in', isForStrangers: true },
  { pattern: '/', isRoom: true },
  { pattern: '/s/[store]/explorer', isRoom: true },
  { pattern: '/s/[store]/explorer', query: `?${WHY}`, brings: 'a drawing' },
  { pattern: '/s/[store]/models', isRoom: true },
  { pattern: '/s/[store]/models/catalog' },
  { pattern: '/s/[store]/models/edit', brings: 'an editor' },
  { pattern: '/s/[store]/models/picture', brings: 'a drawing' },
  { pattern: '/s/[store]/models/versions' },
  { pattern: '/s/[store]/models/versions/compare', query: '?from=[older]&to=[newer]' },
  { pattern: '/s/[store]/data', isRoom: true, brings: 'the rows of a large table' },
  { pattern: '/s/[store]/data/[object]', with: { object: ARTIST } },
  { pattern: '/s/[store]/data/tuples', brings: 'the rows of a large table' },
  { pattern: '/s/[store]/data/import' },
  { pattern: '/s/[store]/data/export' },
  { pattern: '/s/[store]/data/live' },
  { pattern: '/operations', isRoom: true, brings: 'charts' },
  { pattern: '/operations/keys' },
  { pattern: '/operations/audit' },
  { pattern: '/operations/usage', brings: 'the rows of a large table' },
  { pattern: '/operations/runbooks/[name]', with: { name: 'clock' } },
  { pattern: '/playground', isRoom: true, brings: 'an editor' },
  { pattern: '/playground', isForStrangers: true, brings: 'an editor' },
]

/** For the name of a test, and for a row of a table. */
export function routeName({ pattern, query, isForStrangers }: Route): string {
  return `${pattern}${query?.startsWith('?ask') ? ' with an answer' : ''}${isForStrangers ? ', not signed in' : ''}`
}

/** On the server under test. */
export function addressOf(route: Route): Promise<string> {
  return addressIn(consoleUnderTest().store, serverClient(), route)
}

/** Of a page about this store of the demo world. */
export async function addressIn(store: string, client: Client, { pattern, query = '', with: parts }: Route) {
  const given: Readonly<Record<string, string>> = {
    store,
    ...(query.includes('[') && (await twoModels(store, client))),
    ...parts,
  }
  return (pattern + query).replace(/\[(\w+)\]/g, (_, name: string) => encodeURIComponent(given[name] ?? ''))
}

async function twoModels(store: string, client: Client): Promise<{ readonly older: string; readonly newer: string }> {
  const { items } = await client.model.list({ store, pageSize: 2 })
  return { newer: items[0]?.id ?? '', older: items.at(-1)?.id ?? '' }
}

/** All that are in `app`, by their folders. */
export function patternsInApp(): string[] {
  const app = join(dirname(import.meta.dirname), 'app')
  return readdirSync(app, { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|[\\/])page\.tsx$/.test(path))
    .map((path) => `/${dirname(path).replaceAll('\\', '/')}`.replace(/^\/\.$/, '/'))
    .filter((pattern) => !NO_PAGES.has(pattern))
    .sort()
}
