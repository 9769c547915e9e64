// `lockness import` and `lockness export`: all tuples of a store, as lines of JSON, through files or pipes of any size. An
// import that was ended goes on where it was when it is begun again.

import { createHash } from 'node:crypto'
import { readInteger } from '../command.ts'
import { visible } from '../model/show-diagnostics.ts'
import { count, EXIT, type ExitCode, Failure, printJson, type Terminal } from '../terminal.ts'
import type { OutputOf } from './connect.ts'
import { type Remote, remoteCommand } from './remote.ts'
import { REASON } from './stores.ts'

interface ImportFlags {
  readonly id?: string
  readonly skipBad?: true
  readonly dryRun?: true
  readonly reason?: string
}

const TOLD_EVERY = 10_000

export const BULK_COMMANDS = [
  remoteCommand<ImportFlags>({
    call: 'import <file>',
    says: 'tuples from lines of JSON, as export writes them; `-` reads from a pipe',
    example: 'lockness import tuples.ndjson --store docs',
    options: [
      ['--id <name>', 'names the import: the same again goes on where it ended (default: made from its lines)'],
      ['--skip-bad', 'pass over lines that are wrong, and tell them'],
      ['--dry-run', 'read and judge all lines, and write none'],
      REASON,
    ],
    run: importFile,
  }),
  remoteCommand<{ readonly revision?: number }>({
    call: 'export [file]',
    says: 'all tuples at one revision as lines of JSON, into a file or to stdout',
    example: 'lockness export tuples.ndjson --store docs',
    options: [
      ['--revision <number>', 'at this revision (default: the last one)', readInteger(0, Number.MAX_SAFE_INTEGER)],
    ],
    run: (remote, { revision }, [file]) => exportTo(remote, revision, file),
  }),
]

async function importFile(remote: Remote, flags: ImportFlags, [file]: readonly string[]): Promise<ExitCode> {
  const { terminal, client } = remote
  const source = openSource(terminal, file!)
  const asked = {
    store: await remote.store(),
    import: flags.id ?? (await importName(terminal, file!)),
    ...(flags.skipBad && { onBad: 'skip' as const }),
    dryRun: flags.dryRun,
    reason: flags.reason,
  }
  const sent = { bytes: 0 }
  const body = counted(source.chunks, sent)
  const bad: object[] = []
  let end = { rows: 0, bad: 0 }
  for await (const line of client.tuple.import({ ...asked, body })) {
    if ('end' in line) end = line.end
    else if ('progress' in line) terminal.progress(importProgress(line.progress.rows, sent.bytes, source.bytes))
    else if (remote.isJson) bad.push(line.bad)
    else terminal.complain(`${visible(`${file}:${line.bad.line}: ${line.bad.message}`)}\n`)
  }
  terminal.progress(undefined)
  if (remote.isJson) printJson(terminal, { ...end, import: asked.import, badRows: bad })
  else {
    const what = flags.dryRun ? 'could be imported' : 'imported'
    const skipped = end.bad > 0 ? `, ${count(end.bad, 'bad line')} passed over` : ''
    terminal.print(`${count(end.rows, 'line')} ${what}${skipped}\n`)
  }
  return end.bad > 0 ? EXIT.problems : EXIT.ok
}

interface Source {
  /** Undefined: nobody knows before the end. */
  readonly bytes: number | undefined
  readonly chunks: AsyncIterable<Uint8Array>
}

function openSource({ disk, input }: Terminal, file: string): Source {
  if (file === '-') return { bytes: undefined, chunks: input() }
  if (disk.kind(file) !== 'file') {
    throw new Failure(EXIT.usage, 'no_file', `there is no file \`${file}\``, 'give a file of lines of JSON, or `-`')
  }
  return disk.open(file)
}

/** The same lines again are the same import, whatever their file is called by now. */
async function importName({ disk }: Terminal, file: string): Promise<string> {
  if (file === '-') {
    throw new Failure(EXIT.usage, 'no_import_id', 'an import from a pipe has no name of its own', 'name it with `--id`')
  }
  const hash = createHash('sha256')
  for await (const chunk of disk.open(file).chunks) hash.update(chunk)
  return `lines-${hash.digest('hex').slice(0, 32)}`
}

async function* counted(chunks: AsyncIterable<Uint8Array>, sent: { bytes: number }): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    sent.bytes += chunk.length
    yield chunk
  }
}

function importProgress(rows: number, sent: number, bytes: number | undefined): string {
  const part = bytes ? `${Math.floor((sent / bytes) * 100)} % read` : `${Math.floor(sent / 1e6)} MB read`
  return `${count(rows, 'line')}, ${part}`
}

async function exportTo(remote: Remote, revision: number | undefined, file: string | undefined): Promise<ExitCode> {
  const { terminal } = remote
  const lines = remote.client.tuple.export({ store: await remote.store(), revision })
  const told = { tuples: 0, revision: 0 }
  const texts = exported(lines, told, terminal)
  if (file === undefined) for await (const text of texts) terminal.print(text)
  else {
    await terminal.disk.save(file, texts)
    remote.answer({ file, ...told }, () => `${count(told.tuples, 'tuple')} of revision ${told.revision} in ${file}\n`)
  }
  return EXIT.ok
}

async function* exported(
  lines: AsyncIterable<OutputOf<'tuple', 'export'>>,
  told: { tuples: number; revision: number },
  terminal: Terminal,
): AsyncGenerator<string> {
  let tuples = 0
  for await (const line of lines) {
    if ('export' in line) told.revision = line.export.revision
    else if ('end' in line) told.tuples = line.end.tuples
    else if (++tuples % TOLD_EVERY === 0) terminal.progress(`${count(tuples, 'tuple')}`)
    yield `${JSON.stringify(line)}\n`
  }
  terminal.progress(undefined)
}
