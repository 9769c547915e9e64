// Who is let in, for how long, and what a browser ever sees of it, over HTTP as it is: a real server on two threads, its
// console, and requests as a browser, or somebody else, sends them.

import { createServer } from 'node:http'
import { expect, test } from 'vitest'
import { consoleUnderTest, newKey, serverClient } from './console-under-test.ts'

const { url, rootKey, store, signInLink } = consoleUnderTest()
const HERE = { origin: url, 'sec-fetch-site': 'same-origin' }
const CHANGE = { ...HERE, 'x-lockness-console': '1', 'content-type': 'application/json' }

/** Everything that was ever sent to the browser in this file. */
const sent: string[] = []

async function get(
  path: string,
  headers: Record<string, string> = {},
): Promise<Response & { text(): Promise<string> }> {
  return noted(await fetch(url + path, { headers, redirect: 'manual' }))
}

async function post(path: string, body: BodyInit, headers: Record<string, string>): Promise<Response> {
  return noted(await fetch(url + path, { method: 'POST', headers, body, redirect: 'manual' }))
}

async function noted(answer: Response): Promise<Response> {
  const text = await answer.text()
  sent.push(`${[...answer.headers].join('\n')}\n${text}`)
  const { status, headers } = answer
  return new Response([204, 303, 304, 307].includes(status) ? null : text, { status, headers })
}

async function signIn(form: Record<string, string>): Promise<{ cookie: string; location: string | null }> {
  const answer = await post('/sign-in/enter', new URLSearchParams(form), HERE)
  return { cookie: cookieOf(answer), location: answer.headers.get('location') }
}

function cookieOf(answer: Response): string {
  return (answer.headers.getSetCookie()[0] ?? '').split(';', 1)[0]!
}

test('a key that is known signs in, and leads to where one wanted to go', async () => {
  const answer = await post('/sign-in/enter', new URLSearchParams({ key: ` ${rootKey}\n`, next: '/s/x?y=1' }), HERE)
  expect(answer.status).toBe(303)
  expect(answer.headers.get('location')).toBe('/s/x?y=1')
  const [cookie = ''] = answer.headers.getSetCookie()
  expect(cookie).toMatch(/^lockness-session-[0-9a-f]{8}=\S+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=lax$/i)
  const stores = await get('/api/v1/stores?name=demo', { cookie: cookieOf(answer) })
  expect(await stores.json()).toMatchObject({ items: [{ id: store }] })
})

test('over https the cookie is bound to the host, and the browser is told to stay there', async () => {
  const secure = { ...HERE, origin: url.replace('http:', 'https:'), 'x-forwarded-proto': 'https' }
  const answer = await post('/sign-in/enter', new URLSearchParams({ key: rootKey }), secure)
  expect(answer.headers.getSetCookie()[0]).toMatch(/^__Host-lockness-session-\w+=.*; Secure/i)
  const page = await get('/sign-in', { 'x-forwarded-proto': 'https' })
  expect(page.headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/)
  expect((await get('/sign-in')).headers.get('strict-transport-security')).toBeNull()
})

test('what is no key is told by its reason, and gives no cookie', async () => {
  const revoked = await newKey()
  await serverClient().key.revoke({ key: revoked.id })
  const cases = [
    ['lk_nobody_was_given_this_key_ever', 'UnknownKey'],
    ['ключ', 'UnknownKey'],
    ['a b', 'UnknownKey'],
    ['x'.repeat(2_000), 'UnknownKey'],
    ['  ', 'NoKey'],
    [revoked.secret, 'RevokedKey'],
  ] as const
  for (const [key, error] of cases)
    expect(await signIn({ key })).toEqual({ cookie: '', location: `/sign-in?error=${error}&next=%2F` })
})

test('a form of another site is not accepted', async () => {
  const form = () => new URLSearchParams({ key: rootKey })
  const others = [
    { origin: 'http://evil.example' },
    { origin: 'null' },
    {},
    { ...HERE, 'sec-fetch-site': 'cross-site' },
  ]
  for (const headers of others) {
    const answer = await post('/sign-in/enter', form(), headers)
    expect(answer.headers.get('location')).toBe('/sign-in?error=Origin')
    expect(answer.headers.getSetCookie()).toEqual([])
  }
  const { cookie } = await signIn({ key: rootKey })
  await post('/sign-out', '', { cookie, origin: 'http://evil.example' })
  expect((await get('/api/v1/stores', { cookie })).status).toBe(200)
})

test('a cookie that was changed is none', async () => {
  const { cookie } = await signIn({ key: rootKey })
  const changed = `${cookie.slice(0, -8)}AAAAAAAA`
  for (const wrong of [changed, cookie.replace(/=.*/, '=x'), cookie.replace(/=.*/, '=')]) {
    expect((await get('/api/v1/stores', { cookie: wrong })).status).toBe(401)
    expect((await get('/', { cookie: wrong })).headers.get('location')).toMatch(/^\/sign-in/)
  }
})

test('a change needs the header, and to come from here; a question not to come from elsewhere', async () => {
  const { cookie } = await signIn({ key: rootKey })
  const path = `/api/v1/stores/${store}/check`
  const body = JSON.stringify({ subject: 'user:eve', relation: 'can_edit_profile', object: 'artist:luna' })
  expect((await post(path, body, { ...CHANGE, cookie })).status).toBe(200)
  const { 'x-lockness-console': _, ...withoutHeader } = CHANGE
  for (const wrong of [
    withoutHeader,
    { ...CHANGE, origin: 'http://evil.example' },
    { ...CHANGE, 'sec-fetch-site': 'cross-site' },
    { 'x-lockness-console': '1', 'content-type': 'application/json' },
  ])
    expect((await post(path, body, { ...wrong, cookie })).status).toBe(403)
  expect((await get('/api/v1/stores', { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await get('/api/v1/stores', { cookie, origin: 'http://evil.example' })).status).toBe(403)
})

test('only operations are passed on, and names of any kind arrive as they were', async () => {
  const { cookie } = await signIn({ key: rootKey })
  for (const path of ['/api/v1/nothing', '/api/metrics', '/api/v1/stores/a/b/c', '/api/v1/openapi.json/x'])
    expect((await get(path, { cookie })).status, path).toBe(404)
  const object = 'artist:a/b ü%&?#+:1'
  const query = `tuples/history?${new URLSearchParams({ object, relation: 'owner', subject: 'user:a/b' })}`
  const through = await get(`/api/v1/stores/${store}/${query}`, { cookie })
  const direct = await fetch(`${url}/v1/stores/${store}/${query}`, { headers: { authorization: `Bearer ${rootKey}` } })
  expect([through.status, await through.json()]).toEqual([direct.status, await direct.json()])
  const named = await get('/api/v1/keys/a%2Fb%20%C3%BC', { cookie })
  expect(named.status).not.toBe(200)
  expect(JSON.stringify(await named.json())).not.toContain('the console passes on')
})

test('a key that is revoked ends its sessions: at the next question, and at the next page', async () => {
  const { id, secret } = await newKey()
  const { cookie } = await signIn({ key: secret })
  expect((await get('/', { cookie })).status).toBe(200)
  await serverClient().key.revoke({ key: id })
  const question = await get('/api/v1/stores', { cookie })
  expect(question.status).toBe(401)
  expect(question.headers.getSetCookie()[0]).toContain('Max-Age=0')
  const page = await get('/?a=1', { cookie })
  expect(page.headers.get('location')).toBe('/sign-out/ended?reason=revoked&next=%2F%3Fa%3D1')
  const ended = await get(page.headers.get('location') ?? '', { cookie })
  expect(ended.headers.get('location')).toBe('/sign-in?reason=revoked&next=%2F%3Fa%3D1')
  expect(ended.headers.getSetCookie()[0]).toContain('Max-Age=0')
})

test('a key that is over ends its sessions, and the session ends no later than it', async () => {
  const expiresAt = new Date(Date.now() + 8_000).toISOString()
  const { secret } = await newKey({ expiresAt })
  const { cookie } = await signIn({ key: secret })
  expect(cookie).not.toBe('')
  await expect.poll(async () => (await get('/api/v1/stores', { cookie })).status).toBe(401)
  expect((await get('/', { cookie })).headers.get('location')).toBe('/sign-out/ended?reason=expired')
  // The session has ended a little before it.
  await expect
    .poll(() => signIn({ key: secret }))
    .toEqual({ cookie: '', location: '/sign-in?error=ExpiredKey&next=%2F' })
})

test('an address that ends sessions ends none that still counts', async () => {
  const { cookie } = await signIn({ key: rootKey })
  const answer = await get('/sign-out/ended?reason=revoked&next=//evil.example', { cookie })
  expect(answer.headers.get('location')).toBe('/')
  expect(answer.headers.getSetCookie()).toEqual([])
})

test('the link of the start works once, also for two who come at once; signing out ends its key', async () => {
  const code = new URL(signInLink).hash.replace('#code=', '')
  expect(new URL(signInLink).origin).toBe(url)
  const both = await Promise.all([signIn({ code }), signIn({ code })])
  const [winner] = both.filter(({ cookie }) => cookie !== '')
  expect(both.map(({ location }) => location).sort()).toEqual(['/', '/sign-in?error=UsedCode&next=%2F'])
  expect(await signIn({ code })).toMatchObject({ cookie: '', location: '/sign-in?error=UsedCode&next=%2F' })
  expect(await signIn({ code: 'x' })).toMatchObject({ cookie: '' })
  const keys = await Array.fromAsync(serverClient().key.list.items())
  const minted = keys.find(({ name }) => /sign-in link/.test(name))
  expect(minted).toMatchObject({ state: 'live', roles: ['manager'], createdBy: 'system' })
  expect(Date.parse(minted?.expiresAt ?? '') - Date.now()).toBeGreaterThan(11 * 3_600_000)
  const cookie = winner?.cookie ?? ''
  const out = await post('/sign-out', '', { ...HERE, cookie })
  expect(out.headers.get('location')).toBe('/sign-in?reason=signed-out')
  expect(out.headers.getSetCookie()[0]).toContain('Max-Age=0')
  expect((await get('/api/v1/stores', { cookie })).status).toBe(401)
  expect(await serverClient().key.read({ key: minted?.id ?? '' })).toMatchObject({ state: 'revoked' })
})

test('streams go both ways as they come', async () => {
  const { cookie } = await signIn({ key: rootKey })
  const ending = new AbortController()
  const watch = await fetch(`${url}/api/v1/stores/${store}/watch`, {
    headers: { cookie, accept: 'text/event-stream', 'accept-encoding': 'gzip' },
    signal: ending.signal,
  })
  expect(watch.headers.get('content-type')).toContain('text/event-stream')
  const reader = watch.body!.getReader()
  expect(new TextDecoder().decode((await reader.read()).value)).toContain('event: checkpoint')
  await serverClient().tuple.write({
    store,
    added: [{ object: 'show:new', relation: 'network', subject: 'network:northstar' }],
  })
  expect(new TextDecoder().decode((await reader.read()).value)).toContain('show:new')
  ending.abort()
  const id = (await serverClient().store.create({ name: 'streams' })).id
  const line = (i: number) => `{"object":"a:${i}","relation":"b","subject":"c:1"}\n`
  const body = Array.from({ length: 60_000 }, (_, i) => line(i)).join('')
  const headers = { ...CHANGE, cookie, 'content-type': 'application/x-ndjson' }
  const answer = await post(`/api/v1/stores/${id}/tuples/import?dryRun=true`, body, headers)
  const direct = await fetch(`${url}/v1/stores/${id}/tuples/import?dryRun=true`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${rootKey}`, 'content-type': 'application/x-ndjson' },
  })
  expect([answer.status, (await answer.text()).length]).toEqual([direct.status, (await direct.text()).length])
})

test('bounds of bodies are those of the API, and forms are small', async () => {
  const { cookie } = await signIn({ key: rootKey })
  const large = JSON.stringify({ subject: 'x'.repeat(2_000_000), relation: 'a', object: 'b:c' })
  expect((await post(`/api/v1/stores/${store}/check`, large, { ...CHANGE, cookie })).status).toBe(413)
  const form = await post('/sign-in/enter', new URLSearchParams({ key: 'x'.repeat(100_000) }), HERE)
  expect(form.status).toBe(413)
})

test('every page says what may be done with it', async () => {
  const { cookie } = await signIn({ key: rootKey })
  const nonces = new Set<string>()
  for (const path of ['/', '/', '/sign-in', '/nowhere', `/s/${store}`, '/sign-in/enter']) {
    const { headers } = await get(path, { cookie })
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{22,}' 'strict-dynamic'(;|$)/)
    expect(policy).toContain("frame-ancestors 'none'")
    nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? '')
    expect(headers.get('cache-control')).toContain('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('x-powered-by')).toBeNull()
  }
  expect(nonces.size).toBe(6)
})

test('the API is where it was', async () => {
  const missing = await get('/v1/nothing')
  expect([missing.status, missing.headers.get('content-type')]).toEqual([
    404,
    'application/problem+json; charset=utf-8',
  ])
  expect((await get('/stores/nothing')).status).toBe(401)
  expect((await get('/livez')).status).toBe(200)
  expect((await get('/v1/stores')).status).toBe(401)
})

test('no request goes to another site, and none is taken for the console by its path', async () => {
  let asked = 0
  const stranger = createServer((_, response) => response.end(String(asked++)))
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve))
  const { port } = stranger.address() as { port: number }
  const host = `127.0.0.1:${port}`
  for (const path of [
    `//${host}/`,
    `/http://${host}/`,
    `/api/v1/@${host}/`,
    `/_next/image?url=http%3A%2F%2F${host}%2Fa.png&w=64&q=75`,
  ])
    expect((await get(path, { 'x-forwarded-host': host })).status).toBeGreaterThanOrEqual(300)
  expect(asked).toBe(0)
  stranger.close()
})

test('in all of this no key was ever sent to the browser', () => {
  const all = sent.join('\n')
  expect(all.length).toBeGreaterThan(50_000)
  expect(all).not.toContain(rootKey)
  expect(all).not.toMatch(/lk_[0-9A-HJKMNP-TV-Z]{26}_[\w-]{20,}/)
  expect(all).not.toMatch(/Bearer lk_/)
})
