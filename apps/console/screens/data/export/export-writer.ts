// A file of tuples as it grows: parts of some thousand rows, so that a million of them are not a million strings.

import type { Tuple } from '@lockness/client'
import { cell } from '../save-file.ts'

export const EXPORT_FORMATS = ['ndjson', 'csv', 'json'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

const ROWS_PER_PART = 5_000
const HEAD = 'object,relation,subject,condition,context,expiresAt\n'
const MEDIA: Readonly<Record<ExportFormat, string>> = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv',
  json: 'application/json',
}

export class ExportWriter {
  count = 0
  private readonly format: ExportFormat
  private readonly parts: Blob[] = []
  private rows: string[] = []

  constructor(format: ExportFormat) {
    this.format = format
    if (format === 'csv') this.parts.push(new Blob([HEAD]))
    if (format === 'json') this.parts.push(new Blob(['[\n']))
  }

  add(tuple: Tuple): void {
    const isFirst = this.count === 0
    this.count++
    if (this.format === 'csv') this.rows.push(`${csvRow(tuple)}\n`)
    else if (this.format === 'ndjson') this.rows.push(`${JSON.stringify(tuple)}\n`)
    else this.rows.push(`${isFirst ? '' : ',\n'}${JSON.stringify(tuple)}`)
    if (this.rows.length >= ROWS_PER_PART) this.flush()
  }

  finish(): { readonly parts: readonly Blob[]; readonly media: string; readonly extension: string } {
    if (this.format === 'json') this.rows.push('\n]\n')
    this.flush()
    return { parts: this.parts, media: MEDIA[this.format], extension: this.format }
  }

  private flush(): void {
    this.parts.push(new Blob(this.rows))
    this.rows = []
  }
}

/** As an import takes it. */
function csvRow({ object, relation, subject, condition, expiresAt }: Tuple): string {
  const context = condition?.context ? JSON.stringify(condition.context) : ''
  return [object, relation, subject, condition?.name ?? '', context, expiresAt ?? ''].map(cell).join(',')
}
