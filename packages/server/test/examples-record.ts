// Writes the answers of the examples, as a real server gives them: `node packages/server/test/examples-record.ts` after
// an example or an answer has changed. A test compares the file with what is answered, so a stale one cannot be committed.

import { writeFileSync } from 'node:fs'
import { startExamples } from './examples-world.ts'

const GENERATED = new URL('../src/http/reference-answers.generated.ts', import.meta.url)

const world = await startExamples()
try {
  const answers = new Map<string, unknown[]>()
  for await (const { request, comparable } of world.run()) {
    answers.set(request.action, [...(answers.get(request.action) ?? []), comparable])
  }
  const rows = [...answers].map(
    ([action, given]) => `  [${JSON.stringify(action)}, ${JSON.stringify(given, null, 2)}],`,
  )
  const text = [
    '// Generated from a real server by test/examples-record.ts.',
    'export const ANSWERS: ReadonlyMap<string, readonly unknown[]> = new Map<string, readonly unknown[]>([',
    ...rows,
    '])',
    '',
  ].join('\n')
  writeFileSync(GENERATED, text)
} finally {
  await world.served.stop()
}
