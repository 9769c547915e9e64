// Writes the model of the system store, which decides about Lockness's own API, from the module `core` of the verticals,
// so that the server carries it wherever it is installed. `node packages/server/build-system-model.ts` after editing
// the module; a test compares the file with what this makes, so a stale model cannot be committed.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { composeModules } from '@lockness/language'

const CORE = new URL('../../verticals/core/', import.meta.url)
const GENERATED = new URL('./src/access/system-model.generated.ts', import.meta.url)

export function generateSystemModel(): string {
  const names = readdirSync(CORE).filter((name) => name.endsWith('.fga'))
  const files = names.sort().map((name) => ({ name: `core/${name}`, text: readFileSync(new URL(name, CORE), 'utf8') }))
  const { model, diagnostics } = composeModules(files)
  const wrong = diagnostics.find(({ severity }) => severity === 'error')
  if (wrong) throw new Error(`\`${wrong.file}\`: ${wrong.message}`)
  const body = JSON.stringify(model)
  const id = `core-${createHash('sha256').update(body).digest('hex').slice(0, 24)}`
  return [
    '// Generated from verticals/core by build-system-model.ts.',
    `export const SYSTEM_MODEL_ID = '${id}'`,
    `export const SYSTEM_MODEL_BODY = ${JSON.stringify(body)}`,
    '',
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(GENERATED, generateSystemModel())
