import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { generateParser } from '../../build-grammar.ts'

test('the parser is what the grammar says', () => {
  for (const [name, text] of Object.entries(generateParser())) {
    expect(
      readFileSync(new URL(name, import.meta.url), 'utf8') === text,
      `${name} is stale: run build-grammar.ts`,
    ).toBe(true)
  }
})
