// `node test/tidy.ts` reads what git would commit and prints every line that breaks a house rule. The rules are in
// tidy/rules.ts (one file at a time), tidy/walls.ts (who may import whom) and tidy/project.ts (the whole); that each of
// them can fail is shown in tidy.test.ts.

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PROJECT_RULES } from './tidy/project.ts'
import { RULES } from './tidy/rules.ts'
import { readSource, type Source } from './tidy/source.ts'

/** Every broken rule as `path:line: message (rule)`, in the order of the files. */
export function tidy(sources: readonly Source[]): string[] {
  const inFiles = sources.flatMap((source) =>
    RULES.filter((rule) => rule.appliesTo(source)).flatMap((rule) =>
      rule.find(source).map(({ line, message }) => `${source.path}:${line}: ${message} (${rule.name})`),
    ),
  )
  const inProject = PROJECT_RULES.flatMap((rule) =>
    rule.find(sources).map(({ path, line, message }) => `${path}:${line}: ${message} (${rule.name})`),
  )
  return [...inFiles, ...inProject]
}

/** What is no text is there too, for whoever leads to it. */
function readProject(root: string): Source[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root })
  return listed
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '' && existsSync(join(root, path)))
    .sort()
    .map((path) => readSource(path, isText(path) ? readFileSync(join(root, path), 'utf8') : ''))
}

function isText(path: string): boolean {
  return !/\.(png|jpg|webp|woff2|ico|wasm|gz|bin)$/.test(path)
}

if (process.argv[1] === import.meta.filename) {
  const broken = tidy(readProject(dirname(import.meta.dirname)))
  for (const line of broken) console.error(line)
  if (broken.length > 0) process.exitCode = 1
  else console.log('tidy: every house rule holds')
}
