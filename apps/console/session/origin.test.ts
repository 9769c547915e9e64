import { expect, test } from 'vitest'
import { isFromHere, isNotFromElsewhere, isSecure, safePath } from './origin.ts'

const HOST = 'localhost:8080'
const sent = (headers: Record<string, string>) => new Headers({ host: HOST, ...headers })

// biome-ignore format: a table is read by its columns
test.for<[headers: Record<string, string>, publicOrigin: string | undefined, change: boolean, question: boolean]>([
  [{},                                                                          undefined, false, true],
  [{ origin: `http://${HOST}` },                                                undefined, true,  true],
  [{ origin: 'http://localhost:8081' },                                         undefined, false, false],
  [{ origin: 'http://evil.example' },                                           undefined, false, false],
  [{ origin: 'null' },                                                          undefined, false, false],
  [{ origin: 'nonsense' },                                                      undefined, false, false],
  [{ origin: `http://${HOST}`, 'sec-fetch-site': 'same-origin' },               undefined, true,  true],
  [{ origin: `http://${HOST}`, 'sec-fetch-site': 'cross-site' },                undefined, false, false],
  [{ 'sec-fetch-site': 'same-origin' },                                         undefined, true,  true],
  [{ 'sec-fetch-site': 'same-site' },                                           undefined, false, false],
  [{ 'sec-fetch-site': 'none' },                                                undefined, false, true],
  [{ origin: 'https://iam.example' },                         'https://iam.example', true,  true],
  [{ origin: 'https://evil.example' },                        'https://iam.example', false, false],
  [{ origin: 'https://iam.example', 'x-forwarded-host': 'iam.example' },        undefined, true,  true],
])('%j with %s: a change %s, a question %s', ([headers, publicOrigin, change, question]) => {
  expect(isFromHere(sent(headers), publicOrigin)).toBe(change)
  expect(isNotFromElsewhere(sent(headers), publicOrigin)).toBe(question)
})

test('https is what the proxy or the public address says', () => {
  expect(isSecure(sent({}), undefined)).toBe(false)
  expect(isSecure(sent({ 'x-forwarded-proto': 'https' }), undefined)).toBe(true)
  expect(isSecure(sent({ 'x-forwarded-proto': 'https, http' }), undefined)).toBe(true)
  expect(isSecure(sent({ host: 'iam.example' }), 'https://iam.example')).toBe(true)
  expect(isSecure(sent({}), 'https://iam.example')).toBe(false)
})

// biome-ignore format: a table is read by its columns
test.for([
  ['/',                              '/'],
  ['/s/01/data?type=a%2Fb',          '/s/01/data?type=a%2Fb'],
  ['/s/01/data#there',               '/s/01/data'],
  [undefined,                        '/'],
  ['',                               '/'],
  ['//evil.example',                 '/'],
  ['/\\evil.example',                '/'],
  ['/\t/evil.example',               '/'],
  ['/.//evil.example',               '/'],
  ['/a/..//evil.example',            '/'],
  ['https://evil.example/',          '/'],
  ['http://console.invalid/data',    '/data'],
  ['javascript:alert(1)',            '/'],
  ['/api/v1/stores',                 '/'],
  ['/sign-out',                      '/'],
  ['/_next/static/a.js',             '/'],
] as const)('after signing in, %s leads to %s', ([wanted, path]) => {
  expect(safePath(wanted)).toBe(path)
})
