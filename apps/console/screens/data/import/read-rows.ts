// A file of tuples as the lines of JSON that the server takes, each known by the row of the file that it came from. What is
// no tuple even before the server is asked is told with its row; an empty line takes its place, so that the counting stays.
// Tables (CSV) say what their columns are in their first row; JSON is a list; anything else is a JSON object on each line.

export type Format = 'csv' | 'json' | 'ndjson'

export interface BadRow {
  /** Of the file, from 1. */
  readonly row: number
  readonly message: string
  /** What stands in it, where that is not one of the lines. */
  readonly content?: string
}

export interface Rows {
  readonly format: Format
  readonly lines: readonly string[]
  /** The row of the file that line `index` came from. */
  readonly rowOf: (index: number) => number
  readonly bad: readonly BadRow[]
}

export type ReadResult = { readonly rows: Rows } | { readonly wrong: 'empty' | 'notJson' | 'noColumns' }

const COLUMNS = ['object', 'relation', 'subject', 'condition', 'context', 'expiresAt'] as const
type Column = (typeof COLUMNS)[number]
const NEEDED: readonly Column[] = ['object', 'relation', 'subject']
const SEPARATORS = [',', ';', '\t']

export function formatOf(name: string, text: string): Format {
  const start = text.slice(0, 2_000).trimStart()
  if (start.startsWith('[')) return 'json'
  if (start.startsWith('{')) return /\.json$/i.test(name) && isOneValue(text) ? 'json' : 'ndjson'
  return 'csv'
}

export function readRows(text: string, format: Format): ReadResult {
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (content.trim() === '') return { wrong: 'empty' }
  if (format === 'json') return readJson(content)
  return format === 'csv' ? readTable(content) : { rows: readLines(content) }
}

function readLines(text: string): Rows {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  return { format: 'ndjson', lines, rowOf: (index) => index + 1, bad: [] }
}

/** A list, or an object with a list in `tuples`. */
function readJson(text: string): ReadResult {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { wrong: 'notJson' }
  }
  const list = Array.isArray(value) ? value : isRecord(value) && Array.isArray(value.tuples) ? value.tuples : [value]
  const lines = list.map((each) => JSON.stringify(each))
  return { rows: { format: 'json', lines, rowOf: (index) => index + 1, bad: [] } }
}

function readTable(text: string): ReadResult {
  const head = text.slice(0, text.search(/\r?\n|$/))
  const separator = SEPARATORS.find((each) => head.includes(each)) ?? ','
  const lines: string[] = []
  const rows: number[] = []
  const bad: BadRow[] = []
  let columns: readonly (Column | undefined)[] | undefined
  for (const { row, cells, isOpen } of records(text, separator)) {
    if (!columns) {
      columns = cells.map(columnOf)
      if (NEEDED.some((each) => !columns?.includes(each))) return { wrong: 'noColumns' }
      continue
    }
    if (cells.length === 1 && cells[0] === '') continue
    const read = isOpen ? { wrong: 'a quote is opened and not closed' } : tupleOf(columns, cells)
    if ('wrong' in read) bad.push({ row, message: read.wrong, content: cells.join(separator) })
    lines.push('wrong' in read ? '' : JSON.stringify(read.tuple))
    rows.push(row)
  }
  return { rows: { format: 'csv', lines, rowOf: (index) => rows[index] ?? 0, bad } }
}

function columnOf(cell: string): Column | undefined {
  const name = cell.trim().replace(/_/g, '').toLowerCase()
  return COLUMNS.find((each) => each.toLowerCase() === name)
}

function tupleOf(
  columns: readonly (Column | undefined)[],
  cells: readonly string[],
): { readonly tuple: object } | { readonly wrong: string } {
  if (cells.length > columns.length) return { wrong: `expected ${columns.length} cells, received ${cells.length}` }
  const given = new Map<Column, string>()
  for (const [index, cell] of cells.entries()) {
    const column = columns[index]
    if (column && cell.trim() !== '') given.set(column, cell.trim())
  }
  const absent = NEEDED.find((each) => !given.has(each))
  if (absent) return { wrong: `\`${absent}\` is empty` }
  const expires = readInstant(given.get('expiresAt'))
  if (expires === 'wrong') return { wrong: `\`expiresAt\` is \`${given.get('expiresAt')}\`, expected a time` }
  const context = readContext(given.get('context'))
  if (context === 'wrong') return { wrong: '`context` is expected to be a JSON object' }
  const name = given.get('condition')
  if (context && name === undefined) return { wrong: 'there is a `context` and no `condition`' }
  return {
    tuple: {
      object: given.get('object'),
      relation: given.get('relation'),
      subject: given.get('subject'),
      ...(name !== undefined && { condition: { name, ...(context && { context }) } }),
      ...(expires !== undefined && { expiresAt: expires }),
    },
  }
}

/** Milliseconds since 1970, or a date. */
function readInstant(text: string | undefined): number | undefined | 'wrong' {
  if (text === undefined) return undefined
  const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text)
  return Number.isSafeInteger(at) ? at : 'wrong'
}

function readContext(text: string | undefined): object | undefined | 'wrong' {
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : 'wrong'
  } catch {
    return 'wrong'
  }
}

interface TableRecord {
  readonly row: number
  readonly cells: readonly string[]
  /** The file ends inside of a quote. */
  readonly isOpen: boolean
}

/** Rows of a table as RFC 4180 has them: quotes may hold separators, line ends, and quotes that are doubled. */
function* records(text: string, separator: string): Generator<TableRecord> {
  let row = 1
  let at = 0
  while (at < text.length) {
    const start = row
    const cells: string[] = []
    let isOpen = false
    for (;;) {
      let cell = ''
      if (text[at] === '"') {
        const end = closingQuote(text, at + 1)
        isOpen = end < 0
        const quoted = text.slice(at + 1, isOpen ? text.length : end)
        row += quoted.split('\n').length - 1
        cell = quoted.replaceAll('""', '"')
        at = isOpen ? text.length : end + 1
      }
      const next = endOfCell(text, at, separator)
      cells.push(cell + text.slice(at, next).replace(/\r$/, ''))
      at = next + 1
      if (text[next] !== separator) break
    }
    row++
    yield { row: start, cells, isOpen }
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at
  return -1
}

function endOfCell(text: string, from: number, separator: string): number {
  for (let at = from; at < text.length; at++) if (text[at] === separator || text[at] === '\n') return at
  return text.length
}

function isOneValue(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
