// How much script each page needs before anybody can do something with it, without a browser: a server shows the console
// as it was built last, each page is fetched as somebody who is signed in, and the scripts that it names are added up as
// they go over the wire. `stories/budgets.test.ts` asks a browser, which sees the same and what comes afterwards.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type Client, createClient } from '@lockness/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Lockness, ROOT, ROOT_KEY, startLockness } from './stories/lockness.ts'
import { addressIn, ROUTES, type Route, routeName } from './stories/routes.ts'

const KB = 1_000
const FIRST_KB_MAX = 180
const PATIENCE_MS = 120_000
const BUILDS = join(ROOT, 'apps/console/.next-builds')

/** In its tags, and in what its scripts read: a component that is named there is loaded at once. */
const NAMED = /\/_next\/static\/(chunks\/[^"\\?]+\.js)/g
/** For browsers without modules: fetched by none that we know. */
const FOR_OTHERS = /<script\b[^>]*\bnomodule\b[^>]*>/gi

describe('the script that a page names', () => {
  const place = mkdtempSync(join(tmpdir(), 'lockness-budgets-'))
  const rows: string[] = []
  let server: Lockness
  let client: Client
  let store: string
  let cookie: string
  beforeAll(async () => {
    server = await startLockness(join(place, 'data'))
    client = createClient({ url: server.url, key: ROOT_KEY })
    store = (await client.store.list({ name: 'demo' })).items[0]?.id ?? ''
    cookie = await signIn(server.url)
  }, PATIENCE_MS)
  afterAll(async () => {
    await server?.end()
    rmSync(place, { recursive: true, force: true })
    console.log(['  script   page (KB, compressed)', ...rows].join('\n'))
  }, PATIENCE_MS)

  test.for(ROUTES.map((route) => [routeName(route), route] as const))('%s', async ([name, route]) => {
    const html = await fetchPage(route)
    const scripts = scriptsOf(html)
    expect(scripts.length, 'scripts of the page').toBeGreaterThan(5)
    const bytes = scripts.reduce((sum, path) => sum + sizeOf(path), 0)
    rows.push(`${(bytes / KB).toFixed(1).padStart(8)}   ${name}`)
    expect(bytes / KB, `KB for the first view of ${name}`).toBeLessThanOrEqual(FIRST_KB_MAX)
  })

  async function fetchPage(route: Route): Promise<string> {
    const headers = { 'user-agent': 'Mozilla/5.0 Chrome/140', ...(!route.isForStrangers && { cookie }) }
    const answer = await fetch(server.url + (await addressIn(store, client, route)), { headers, redirect: 'manual' })
    expect(answer.status).toBe(200)
    return answer.text()
  }
})

async function signIn(url: string): Promise<string> {
  const body = new URLSearchParams({ key: ROOT_KEY })
  const request = { method: 'POST', headers: { origin: url }, body, redirect: 'manual' } as const
  const answer = await fetch(`${url}/sign-in/enter`, request)
  expect(answer.headers.get('location')).toBe('/')
  return answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? ''
}

/** Below `_next/static`, each once. */
function scriptsOf(html: string): string[] {
  return [...new Set([...html.replaceAll(FOR_OTHERS, '').matchAll(NAMED)].map(([, path = '']) => path))]
}

function sizeOf(path: string): number {
  const build = readFileSync(join(BUILDS, 'current'), 'utf8').trim()
  return gzipSync(readFileSync(join(BUILDS, build, 'static', path))).length
}
