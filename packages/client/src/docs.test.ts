// Every example of the guide is run in its order, and prints what the guide says.

import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RealServer, startRealServer } from '../test/real-server.ts'
import { createClient, LocknessError } from './client.ts'

let server: RealServer
beforeAll(async () => {
  server = await startRealServer()
}, 60_000)
afterAll(() => server.stop(), 60_000)

it('the guide does what it says', async () => {
  const guide = await readFile(new URL('../../../docs/client.md', import.meta.url), 'utf8')
  const [first = '', ...others] = [...guide.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1]!)
  expect(others.length).toBeGreaterThan(6)
  // The first one is what all others stand on; each of those is by itself.
  const all = [first, ...others.map((text) => `{\n${text}}\n`)].join('')
  const printed: string[] = []
  const print = (...values: unknown[]) => printed.push(values.map(String).join(' '))
  const env = { LOCKNESS_URL: server.url, LOCKNESS_KEY: server.key }
  await run(all, { console: { log: print }, process: { env }, createClient, LocknessError })
  expect(printed.length).toBeGreaterThan(10)
  expect(printed).toEqual(expectedOf(all))
})

/** What stands after `console.log(…) //`, and lines that are nothing but such an answer. */
function expectedOf(text: string): string[] {
  const answers = /^(?:.*console\.log\(.*\) |)\/\/ (.*)$/gm
  return [...text.matchAll(answers)].map((match) => match[1]!)
}

async function run(text: string, given: Readonly<Record<string, unknown>>): Promise<void> {
  const code = stripTypeScriptTypes(text.replaceAll(/^import .* from '@lockness\/client'$/gm, ''))
  const AsyncFunction = (async () => undefined).constructor as new (
    ...parts: string[]
  ) => (...values: unknown[]) => Promise<void>
  await new AsyncFunction(...Object.keys(given), code)(...Object.values(given))
}
