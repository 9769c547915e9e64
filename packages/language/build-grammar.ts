// Writes the parser that `src/syntax/fga.grammar` describes. `node packages/language/build-grammar.ts` after editing
// the grammar; a test compares the files with what this makes, so a stale parser cannot be committed.

import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildParserFile } from '@lezer/generator'

const folder = new URL('./src/syntax/', import.meta.url)

/** The two generated files, by name. */
export function generateParser() {
  const grammar = readFileSync(new URL('fga.grammar', folder), 'utf8')
  const { parser, terms } = buildParserFile(grammar, {
    typeScript: true,
    moduleStyle: 'es',
    warn: (message) => {
      throw new Error(message)
    },
  })
  const header = '// Generated from fga.grammar by build-grammar.ts.\n'
  return {
    'fga-parser.generated.ts': header + parser.replace(/^\/\/.*\n/, ''),
    'fga-terms.generated.ts': header + terms.replace(/^\/\/.*\n/, ''),
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(generateParser())) writeFileSync(new URL(name, folder), text)
}
