// The cases, within reach of whoever opened the page.

import { createClient } from '../src/client.ts'
import { CASES, type Place } from './cases.ts'

async function runCase(name: string, place: Place): Promise<'done'> {
  await CASES[name]!(place)
  return 'done'
}

Object.assign(globalThis, { runCase, readHealth: (url: string) => createClient({ url }).health.live() })
