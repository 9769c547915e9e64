// A diagnostic for people: the file and line to jump to, the line itself, and a caret under the column.

import type { Fix, TextRange } from '@lockness/language'
import type { Colors, Disk, Terminal } from '../terminal.ts'

export interface ShownDiagnostic {
  readonly file: string
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly message: string
  readonly range?: TextRange
  readonly also?: readonly TextRange[]
  readonly other?: { readonly file: string; readonly range: TextRange } | undefined
  readonly fix?: Fix
}

/** Columns of a line that are shown; a longer one is cut around the place. */
const LINE_MAX = 160
/** Diagnostics that are drawn: nobody reads more at once, and one mistake can have thousands of consequences. */
const SHOWN_MAX = 100

export function showDiagnostics(terminal: Terminal, diagnostics: readonly ShownDiagnostic[]): void {
  const sources = new Sources(terminal.disk)
  for (const diagnostic of diagnostics.slice(0, SHOWN_MAX)) showDiagnostic(terminal, sources, diagnostic)
  const more = diagnostics.length - SHOWN_MAX
  if (more > 0) terminal.print(`${terminal.colors.dim(`… and ${more} more; --json shows them all`)}\n\n`)
}

function showDiagnostic(terminal: Terminal, sources: Sources, diagnostic: ShownDiagnostic): void {
  const { colors } = terminal
  const { file, code, severity, message, range, also = [], other, fix } = diagnostic
  const tint = severity === 'error' ? colors.red : colors.yellow
  terminal.print(`${placeText(colors, file, range)}  ${tint(severity)}  ${visible(message)}  ${colors.dim(code)}\n`)
  if (range) terminal.print(excerpt(sources, colors, file, range, tint))
  if (also.length > 0) terminal.print(`  the same ${againText(also)}\n`)
  if (other)
    terminal.print(
      `${placeText(colors, other.file, other.range)}  the other place\n${excerpt(sources, colors, other.file, other.range, colors.cyan)}`,
    )
  if (fix) terminal.print(`  ${colors.green('fix:')} ${fix.title}\n`)
  terminal.print('\n')
}

/** Lines of files. Each file is read once, however much there is to show of it. */
export class Sources {
  readonly #disk: Disk
  readonly #files = new Map<string, readonly string[]>()

  constructor(disk: Disk) {
    this.#disk = disk
  }

  line(file: string, line: number): string | undefined {
    const lines = this.#files.get(file) ?? this.#disk.read(file)?.split('\n') ?? []
    this.#files.set(file, lines)
    return lines[line]
  }
}

/** Lines beyond these are only counted. */
const AGAIN_MAX = 10

function againText(also: readonly TextRange[]): string {
  const lines = also.slice(0, AGAIN_MAX).map(({ start }) => start.line + 1)
  const more = also.length - lines.length
  return `on ${also.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** `file:line:column`, counted from one. */
export function placeText(colors: Colors, file: string, range: TextRange | undefined): string {
  const place = range ? `:${range.start.line + 1}:${range.start.column + 1}` : ''
  return colors.bold(file) + place
}

export function excerpt(
  sources: Sources,
  colors: Colors,
  file: string,
  range: TextRange,
  tint: (text: string) => string,
): string {
  const source = sources.line(file, range.start.line)
  if (source === undefined) return ''
  const { start, end } = range
  const isOneLine = end.line === start.line
  const width = Math.max(1, (isOneLine ? end.column : source.length) - start.column)
  const from = Math.max(0, Math.min(start.column - LINE_MAX / 2, source.length - LINE_MAX))
  const line = visible(source.slice(from, from + LINE_MAX).replace(/\r$/, ''))
  const before = line.slice(0, start.column - from).replace(/[^\t]/g, ' ')
  const carets = '^'.repeat(Math.min(width, Math.max(1, LINE_MAX - (start.column - from))))
  const number = String(start.line + 1)
  const margin = ' '.repeat(number.length)
  return `  ${colors.dim(`${number} |`)} ${line}\n  ${colors.dim(`${margin} |`)} ${before}${tint(carets)}\n`
}

/** Text from a file must not steer the terminal: each control character but the tab shows as its picture. */
export function visible(text: string): string {
  return [...text].map(pictured).join('')
}

function pictured(character: string): string {
  const code = character.codePointAt(0)!
  if (code === 0x7f) return '␡'
  return code < 0x20 && character !== '\t' ? String.fromCodePoint(0x2400 + code) : character
}

/** The same as data: lines and columns from one, as people and editors' problem matchers count. */
export function diagnosticData({ file, code, severity, message, range, also, other, fix }: ShownDiagnostic): object {
  return {
    file,
    ...placeData(range),
    severity,
    code,
    message,
    ...(also && { also: also.map(placeData) }),
    ...(other && { other: { file: other.file, ...placeData(other.range) } }),
    ...(fix && { fix }),
  }
}

export function placeData(range: TextRange | undefined): object {
  if (!range) return {}
  const { start, end } = range
  return { line: start.line + 1, column: start.column + 1, endLine: end.line + 1, endColumn: end.column + 1 }
}
