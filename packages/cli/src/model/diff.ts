// `lockness model diff`: what changed in meaning between two models, for a reviewer who has to know who may gain.

import {
  diffModels,
  hasErrors,
  isSameMeaning,
  type LoadedModel,
  loadModel,
  type ModelDiff,
  type RelationChange,
} from '@lockness/language'
import { type Colors, EXIT, type ExitCode, printJson, type Terminal } from '../terminal.ts'
import { cleanPath } from './find-files.ts'
import { diagnosticData, showDiagnostics } from './show-diagnostics.ts'

export interface DiffFlags {
  readonly json?: true
  readonly exitCode?: true
}

export function diffModelFiles(
  terminal: Terminal,
  before: string,
  after: string,
  { json, exitCode }: DiffFlags,
): ExitCode {
  const loaded: LoadedModel[] = []
  for (const path of [before, after]) {
    const file = modelFile(terminal, path)
    if (file === undefined) {
      terminal.complain(
        `there is no model \`${path}\`: expected a folder with \`fga.mod\`, an \`fga.mod\`, a \`.fga\` or a \`.json\`\n`,
      )
      return EXIT.usage
    }
    loaded.push(loadModel(file, (name) => terminal.disk.read(name)))
  }
  const errors = loaded.flatMap(({ diagnostics }) => diagnostics.filter(({ severity }) => severity === 'error'))
  if (hasErrors(errors)) {
    if (json) printJson(terminal, { diagnostics: errors.map(diagnosticData) })
    else showDiagnostics(terminal, errors)
    return EXIT.problems
  }
  const diff = diffModels(loaded[0]!.model, loaded[1]!.model)
  if (json) printJson(terminal, diff)
  else showDiff(terminal, diff)
  return exitCode && !isSameMeaning(diff) ? EXIT.problems : EXIT.ok
}

function modelFile({ disk }: Terminal, path: string): string | undefined {
  const clean = cleanPath(path)
  const inside = clean === '.' ? 'fga.mod' : `${clean}/fga.mod`
  const file = disk.kind(clean) === 'folder' ? inside : clean
  return disk.kind(file) === 'file' ? file : undefined
}

const SIGNS: Readonly<
  Record<RelationChange['change'], { sign: string; tint: keyof Colors & ('green' | 'red' | 'yellow' | 'dim') }>
> = {
  added: { sign: '+', tint: 'green' },
  removed: { sign: '-', tint: 'red' },
  widened: { sign: '↑', tint: 'green' },
  narrowed: { sign: '↓', tint: 'red' },
  changed: { sign: '~', tint: 'yellow' },
  affected: { sign: '·', tint: 'dim' },
}

const MEANINGS: Readonly<Record<RelationChange['change'], string>> = {
  added: '',
  removed: '',
  widened: 'whoever had it has it still, others may gain',
  narrowed: 'some may lose it, nobody gains',
  changed: 'some may gain it, some may lose it',
  affected: '',
}

function showDiff(terminal: Terminal, diff: ModelDiff): void {
  const { colors } = terminal
  if (isSameMeaning(diff)) terminal.print(`${colors.green('no change')} in meaning\n`)
  const line = (change: RelationChange['change'], what: string, note: string) => {
    const { sign, tint } = SIGNS[change]
    terminal.print(
      `${colors[tint](`${sign} ${change.padEnd(8)}`)}  ${what}${note === '' ? '' : colors.dim(`  ${note}`)}\n`,
    )
  }
  for (const { change, type, relations } of diff.types) line(change, `type ${type}`, relations.join(', '))
  for (const { change, condition, parts } of diff.conditions) line(change, `condition ${condition}`, parts.join(', '))
  for (const each of diff.relations) {
    const { change, type, relation, restrictionsAdded, restrictionsRemoved, through } = each
    const cause = through.length > 0 ? `through ${through.join(', ')}` : ''
    line(change, `${type}#${relation}`, change === 'affected' ? cause : MEANINGS[change])
    for (const restriction of restrictionsAdded) terminal.print(`    ${colors.green(`+ [${restriction}]`)}\n`)
    for (const restriction of restrictionsRemoved) terminal.print(`    ${colors.red(`- [${restriction}]`)}\n`)
  }
}
