#!/usr/bin/env node
// The command `lockness`. The system's Node may be an older one: this file is plain JavaScript for Node 20, finds one
// that is new enough and hands over.

import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runWithNode24 } from './node24.mjs'

const main = join(dirname(fileURLToPath(import.meta.url)), '../packages/cli/src/main.ts')
process.exitCode = await runWithNode24([main, ...process.argv.slice(2)])
