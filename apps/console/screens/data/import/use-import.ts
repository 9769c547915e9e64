'use client'
// An import, from a file to a report. Everything is checked first and nothing written; then what is good goes in, by ten
// thousand rows, each batch one revision. What is told to be in is in: an import that was cut goes on from there.

import type { Client } from '@lockness/client'
import { useRef, useState } from 'react'
import { useClient } from '#session/browser-client.tsx'
import { type Failure, failureOf } from '#session/tried.ts'
import { useStore } from '#shell/store-context.tsx'
import { type BadRow, formatOf, type Rows, readRows } from './read-rows.ts'

export interface Report {
  readonly name: string
  readonly rows: Rows
  /** Rows of the file that stand for a tuple. */
  readonly count: number
  readonly good: number
  /** Those that are told, in the order of the file. */
  readonly bad: readonly BadRow[]
  readonly badCount: number
}

export type ImportState =
  | { readonly phase: 'choose'; readonly wrong?: 'empty' | 'notJson' | 'noColumns' | 'tooLarge' }
  | { readonly phase: 'checking'; readonly name: string; readonly count: number }
  | { readonly phase: 'checked'; readonly report: Report }
  | { readonly phase: 'importing'; readonly report: Report; readonly done: number }
  | { readonly phase: 'done'; readonly report: Report; readonly revision: number | undefined }
  | { readonly phase: 'failed'; readonly report?: Report; readonly done: number; readonly failure: Failure }

/** More than that is work for the command line, which does not hold the file in memory. */
export const FILE_BYTES_MAX = 200 * 1_048_576

export function useImport() {
  const client = useClient()
  const store = useStore().id
  const [state, setState] = useState<ImportState>({ phase: 'choose' })
  const run = useRef<AbortController>(undefined)
  /** The same for all tries of one file. */
  const name = useRef('')

  const begin = () => {
    run.current?.abort()
    run.current = new AbortController()
    return run.current.signal
  }
  const check = async (file: string, text: string) => {
    const signal = begin()
    name.current = `console ${crypto.randomUUID()}`
    const read = readRows(text, formatOf(file, text))
    if ('wrong' in read) return setState({ phase: 'choose', wrong: read.wrong })
    const { rows } = read
    setState({ phase: 'checking', name: file, count: rows.lines.length })
    try {
      const report = await checked(client, store, file, rows, signal)
      setState({ phase: 'checked', report })
    } catch (error) {
      if (!signal.aborted) setState({ phase: 'failed', done: 0, failure: failureOf(error) })
    }
  }
  const load = async (report: Report, reason: string) => {
    const signal = begin()
    let done = 0
    let revision: number | undefined
    setState({ phase: 'importing', report, done })
    try {
      const body = bodyOf(report.rows)
      const input = { store, import: name.current, onBad: 'skip' as const, body, ...(reason !== '' && { reason }) }
      for await (const line of client.tuple.import(input, { signal })) {
        if (!('progress' in line)) continue
        done = line.progress.rows
        if (line.progress.revision > 0) revision = line.progress.revision
        setState({ phase: 'importing', report, done })
      }
      setState({ phase: 'done', report, revision })
    } catch (error) {
      // Whoever stopped it wants to see how far it came.
      const failure = signal.aborted ? { kind: 'refused' as const, code: 'stopped', detail: '' } : failureOf(error)
      setState({ phase: 'failed', report, done, failure })
    }
  }
  return {
    state,
    choose: (file: File) => {
      if (file.size > FILE_BYTES_MAX) return setState({ phase: 'choose', wrong: 'tooLarge' })
      void file.text().then((text) => check(file.name, text))
    },
    paste: (text: string) => void check('', text),
    load: (report: Report, reason: string) => void load(report, reason),
    stop: () => run.current?.abort(),
    reset: () => {
      begin()
      setState({ phase: 'choose' })
    },
  }
}

async function checked(client: Client, store: string, name: string, rows: Rows, signal: AbortSignal): Promise<Report> {
  const found: BadRow[] = []
  let told = 0
  const input = {
    store,
    import: `check ${crypto.randomUUID()}`,
    dryRun: true,
    onBad: 'skip' as const,
    body: bodyOf(rows),
  }
  for await (const line of client.tuple.import(input, { signal })) {
    if ('bad' in line) found.push({ row: rows.rowOf(line.bad.line - 1), message: line.bad.message })
    if ('end' in line) told = line.end.bad
  }
  const count = rows.lines.filter((line) => line.trim() !== '').length + rows.bad.length
  const bad = [...rows.bad, ...found].sort((a, b) => a.row - b.row)
  const badCount = told + rows.bad.length
  return { name, rows, count, good: count - badCount, bad, badCount }
}

function bodyOf(rows: Rows): Blob {
  const parts: string[] = []
  for (let from = 0; from < rows.lines.length; from += LINES_PER_PART)
    parts.push(`${rows.lines.slice(from, from + LINES_PER_PART).join('\n')}\n`)
  return new Blob(parts)
}

const LINES_PER_PART = 10_000
