// `lockness model format`: models in their proper form, on the screen, in place, or only asked whether they are. What
// cannot be read has no proper form: it is left alone, told of, and makes the exit code 1.

import { type Diagnostic, formatDocument, parseModule } from '@lockness/language'
import { count, EXIT, type ExitCode, printJson, type Terminal } from '../terminal.ts'
import { findFiles } from './find-files.ts'

export interface FormatFlags {
  readonly json?: true
  readonly check?: true
  readonly write?: true
}

export function formatModels(
  terminal: Terminal,
  paths: readonly string[],
  { json, check, write }: FormatFlags,
): ExitCode {
  if (check && write) {
    terminal.complain('give `--check` or `--write`, not both\n')
    return EXIT.usage
  }
  const { sources, missing } = findFiles(terminal.disk, paths)
  for (const path of missing) terminal.complain(`there is no model file \`${path}\`\n`)
  if (missing.length > 0) return EXIT.usage
  if (sources.length === 0) {
    terminal.complain('no model files: their names end in `.fga`\n')
    return EXIT.usage
  }
  const texts = sources.map((file) => {
    const text = terminal.disk.read(file) ?? ''
    const parsed = parseModule(text)
    const isReadable = !parsed.diagnostics.some(isSyntax)
    return { file, text, isReadable, formatted: isReadable ? formatDocument(parsed) : text }
  })
  const unreadable = texts.filter(({ isReadable }) => !isReadable).map(({ file }) => file)
  const changed = texts.filter(({ text, formatted }) => text !== formatted)
  if (write) for (const { file, formatted } of changed) terminal.disk.write(file, formatted)
  if (json)
    printJson(terminal, {
      changed: changed.map(({ file }) => file),
      unreadable,
      files: texts.map(({ file, formatted }) => ({ file, formatted })),
    })
  else if (check || write)
    showChanged(
      terminal,
      changed.map(({ file }) => file),
      texts.length,
      write === true,
    )
  else for (const { formatted } of texts) terminal.print(formatted)
  for (const file of unreadable)
    terminal.complain(`\`${file}\` has mistakes of syntax and stays as it is; \`lockness model check\` shows them\n`)
  return unreadable.length > 0 || (check && changed.length > 0) ? EXIT.problems : EXIT.ok
}

function isSyntax({ code }: Diagnostic): boolean {
  return code === 'invalid-syntax' || code === 'limit-exceeded'
}

function showChanged(terminal: Terminal, changed: readonly string[], total: number, isWritten: boolean): void {
  const { colors } = terminal
  for (const file of changed)
    terminal.print(`${isWritten ? colors.green('formatted') : colors.red('not formatted')}  ${file}\n`)
  terminal.print(`${changed.length} of ${count(total, 'file')} ${isWritten ? 'changed' : 'would change'}\n`)
}
