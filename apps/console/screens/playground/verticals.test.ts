import { join } from 'node:path'
import { expect, test } from 'vitest'
import { examine } from '#screens/models/workspace/examine.ts'
import { askScratch } from './ask.ts'
import { packScratch } from './scratch.ts'
import { VERTICAL_NAMES } from './vertical-names.ts'
import { verticalScratch } from './verticals.ts'

const ROOT = join(import.meta.dirname, '../../../../verticals')
const NOW = Date.UTC(2026, 10, 21)

test.each(VERTICAL_NAMES)(
  '%s is whole by itself, its tests hold, its question is answered, and it fits into a link',
  async (vertical) => {
    const scratch = verticalScratch(ROOT, vertical)
    const workspace = { kind: scratch.kind, files: new Map(Object.entries(scratch.files)) }
    const { examined, testPaths, runTests } = examine(workspace, NOW)
    expect(examined.findings.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(testPaths.flatMap((path) => runTests(path).failures.map(({ question }) => question))).toEqual([])
    expect(askScratch(workspace, scratch.question, NOW)).toMatchObject({ kind: 'allowed' })
    expect(await packScratch(scratch)).toBeDefined()
  },
)
