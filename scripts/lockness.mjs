#!/usr/bin/env node
// The command `lockness`. The system's Node may be an older one: this file is plain JavaScript for Node 20, finds one
// that is new enough and hands over. In a fresh clone it installs what is missing first; what is said about that goes to
// stderr, because stdout belongs to the command.

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installWhatIsMissing } from './install.mjs'
import { runWithNode24 } from './node24.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const isClone = existsSync(join(root, 'package-lock.json'))
// That everything has the locked version is for `npm start` and `npm test` to see to: it costs time at each call.
const isFresh = isClone && !existsSync(join(root, 'node_modules/.package-lock.json'))
const problem = isFresh ? await installWhatIsMissing(root, (text) => console.error(`» ${text}`)) : undefined

if (problem) {
  console.error(`${problem.problem}\nNext: ${problem.next}`)
  process.exitCode = 1
} else {
  process.exitCode = await runWithNode24([join(root, 'packages/cli/src/main.ts'), ...process.argv.slice(2)])
}
