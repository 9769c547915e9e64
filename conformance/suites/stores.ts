// Sample stores: models with tuples and tests as people write them, in OpenFGA's `.fga.yaml` form. The files of the
// verticals are run the same way. Each test asks the engine and the reference.

import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Answer, AuthorizationModel, Condition, Page, Tuple } from '@lockness/authz'
import type { EngineFactory, TestedEngine } from '@lockness/language'
import { Reference } from '../reference/reference.ts'
import type { Parts } from '../subjects/parts.ts'
import type { Tally } from '../tally.ts'
import { PUBLIC_DATA } from './public-data.ts'

const VERTICALS = fileURLToPath(new URL('../../verticals', import.meta.url))

export function storeFiles(): string[] {
  const samples = join(PUBLIC_DATA, 'openfga/sample-stores')
  return [samples, VERTICALS].flatMap((folder) =>
    existsSync(folder)
      ? globSync('**/*.fga.yaml', { cwd: folder })
          .sort()
          .map((file) => join(folder, file))
      : [],
  )
}

export function runStore(path: string, parts: Parts, tally: Tally): void {
  const engines: [string, EngineFactory | undefined][] = [
    ['engine', undefined],
    ['reference', referenceEngine],
  ]
  for (const [name, engine] of engines) {
    tally.attempt(`stores/${path} [${name}]`, () => {
      const result = parts.language.runModelTest(path, readText, engine ? { engine } : {})
      const wrong = result.diagnostics.filter(({ severity }) => severity === 'error')
      tally.expect(wrong.length === 0 && result.tests.length > 0, `stores/${path} [${name}]`, () =>
        JSON.stringify(wrong),
      )
      for (const test of result.tests) {
        tally.passed += test.passed
        for (const failure of test.failures) {
          tally.expect(false, `stores/${path}/${test.name} [${name}]`, () => JSON.stringify(failure))
        }
      }
    })
  }
}

function referenceEngine(
  model: AuthorizationModel,
  _conditions: ReadonlyMap<string, Condition>,
  tuples: readonly Tuple[],
): TestedEngine {
  const reference = new Reference(model, tuples)
  return {
    check: (question, given) => reference.check(question, given),
    listObjects: (question, given) => asPage(reference.listObjects(question, given)),
    listSubjects: (question, given) => asPage(reference.listSubjects(question, given)),
  }
}

function asPage(answer: Answer<readonly string[]>): Answer<Page> {
  return answer.ok ? { ok: true, value: { items: answer.value, revision: 0 } } : answer
}

function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}
