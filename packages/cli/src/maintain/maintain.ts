// What an operator does to the database itself, without a server and beside one: the embedded database is joined when it
// is running. Each command opens it, does one thing, and closes it.

import type { Maintenance } from '@lockness/server'
import { visible } from '../model/show-diagnostics.ts'
import { explainStart } from '../serve/explain-start.ts'
import { readSettings, type ServeFlags } from '../serve/settings.ts'
import { count, EXIT, type ExitCode, Failure, printJson, type Terminal } from '../terminal.ts'

export type PlaceFlags = Pick<ServeFlags, 'data' | 'databaseUrl' | 'json'>
export type ConfirmedFlags = PlaceFlags & { readonly yes?: true }

export function status(terminal: Terminal, flags: PlaceFlags): Promise<ExitCode> {
  return maintain(terminal, flags, 'exists', async (maintenance) => {
    const found = await maintenance.migrationStatus()
    const { colors } = terminal
    const rows = [
      ...found.applied.map((row) => `${nameOf(row)}  ${colors.dim(row.at.toISOString())}`),
      ...found.pending.map((row) => `${nameOf(row)}  ${colors.yellow('pending')}`),
    ]
    tell(terminal, flags, found, `${rows.join('\n')}\n`)
    return found.pending.length > 0 ? EXIT.problems : EXIT.ok
  })
}

export function migrate(terminal: Terminal, flags: PlaceFlags): Promise<ExitCode> {
  return maintain(terminal, flags, 'any', async (maintenance) => {
    const applied = await maintenance.migrate()
    const text = applied.length === 0 ? 'nothing to do' : `applied ${applied.map(numbered).join(', ')}`
    return tell(terminal, flags, { applied }, `${text}\n`)
  })
}

/** After a restore or a failover. From here on, what older tokens prove beyond these revisions is lost. */
export function adopt(terminal: Terminal, flags: ConfirmedFlags & { readonly reason: string }): Promise<ExitCode> {
  requireYes(flags, 'a new epoch says that whatever a token proves beyond the history of this database is lost')
  return maintain(terminal, flags, 'exists', async (maintenance) => {
    const adopted = await maintenance.adopt(flags.reason)
    return tell(terminal, flags, adopted, adoptedText(adopted))
  })
}

export function recoverKey(terminal: Terminal, flags: ConfirmedFlags): Promise<ExitCode> {
  requireYes(flags, 'one more root key is made, with which everything can be done')
  return maintain(terminal, flags, 'exists', async (maintenance) => {
    const secret = await maintenance.recoverRootKey()
    return tell(terminal, flags, { secret }, `one more root key, shown only now:\n${secret}\n`)
  })
}

export interface KeepLogFlags extends ConfirmedFlags {
  readonly forEver?: true
}

/** What is cut is gone: how a store came to be what it is, not what it is and was. */
export function keepLog(terminal: Terminal, flags: KeepLogFlags, days: number | undefined): Promise<ExitCode> {
  if (days !== undefined && flags.forEver)
    throw new Failure(EXIT.usage, 'both', '`--for-ever` is no number of days', 'give one of them')
  if (days !== undefined) requireYes(flags, `revisions older than ${count(days, 'day')} are taken out of the log`)
  return maintain(terminal, flags, 'exists', async (maintenance) => {
    if (days !== undefined || flags.forEver) await maintenance.keepLog(days ?? null)
    const kept = await maintenance.logDays()
    const text = kept === undefined ? 'the log is kept for ever' : `the log is kept for ${count(kept, 'day')}`
    return tell(terminal, flags, { logDays: kept ?? null }, `${text}\n`)
  })
}

export function doctor(terminal: Terminal, flags: PlaceFlags): Promise<ExitCode> {
  return maintain(terminal, flags, 'exists', async (maintenance) => {
    const findings = await maintenance.doctor()
    const { colors } = terminal
    const marks = { ok: colors.green('✓'), warning: colors.yellow('!'), failure: colors.red('✗') }
    const lines = findings.map(({ check, severity, message, advice }) => {
      const next = advice === undefined ? '' : `    ${visible(advice)}\n`
      return `${marks[severity]} ${check.padEnd(18)} ${visible(message)}\n${next}`
    })
    tell(terminal, flags, { findings }, lines.join(''))
    return findings.some(({ severity }) => severity === 'failure') ? EXIT.problems : EXIT.ok
  })
}

export function verify(terminal: Terminal, flags: PlaceFlags, store: string | undefined): Promise<ExitCode> {
  return maintain(terminal, flags, 'exists', async (maintenance) => {
    const stores: Report[] = []
    for await (const report of maintenance.verify(store)) {
      stores.push(report)
      if (!flags.json) terminal.print(reportText(terminal, report))
    }
    if (store !== undefined && stores.length === 0) {
      const next = 'give the id of a store: `lockness store list` shows it'
      throw new Failure(EXIT.usage, 'not_found', `there is no store \`${store}\``, next)
    }
    if (flags.json) printJson(terminal, { stores })
    return stores.some(({ faults }) => faults.length > 0) ? EXIT.problems : EXIT.ok
  })
}

export function backup(terminal: Terminal, flags: PlaceFlags, file: string): Promise<ExitCode> {
  return maintain(terminal, flags, 'exists', async (maintenance) => {
    const made = await maintenance.backup(file)
    return tell(terminal, flags, made, `${megabytes(made.bytes)} in ${file}  (${made.tookMs} ms)\n`)
  })
}

export function restore(terminal: Terminal, flags: PlaceFlags, file: string): Promise<ExitCode> {
  if (terminal.disk.kind(file) !== 'file') {
    throw new Failure(EXIT.usage, 'no_file', `there is no file \`${file}\``, 'give a file that `lockness backup` made')
  }
  return maintain(terminal, flags, 'any', async (maintenance) => {
    const made = await maintenance.restore(file)
    const rows = Object.values(made.rows).reduce((sum, each) => sum + each, 0)
    return tell(
      terminal,
      flags,
      made,
      `${count(rows, 'row')} restored  (${made.tookMs} ms)\n${adoptedText(made.adopted)}`,
    )
  })
}

export function drill(terminal: Terminal, flags: PlaceFlags): Promise<ExitCode> {
  return maintain(terminal, flags, 'exists', async (maintenance) => {
    const { backup: made, restoreMs, verifyMs, stores, isGood } = await maintenance.drill()
    const times = `backup ${made.tookMs} ms (${megabytes(made.bytes)}), restore ${restoreMs} ms, verification ${verifyMs} ms`
    const reports = stores.map((report) => reportText(terminal, report)).join('')
    const verdict = isGood ? 'a restore of now would be whole' : 'a restore of now would NOT be whole'
    tell(terminal, flags, { backup: made, restoreMs, verifyMs, stores, isGood }, `${reports}${times}\n${verdict}\n`)
    return isGood ? EXIT.ok : EXIT.problems
  })
}

type Report = Maintenance extends { verify(store?: string): AsyncGenerator<infer R> } ? R : never
type Adopted = Awaited<ReturnType<Maintenance['adopt']>>

/** `exists`: a folder without data is a slip, not a wish for an empty database. */
async function maintain(
  terminal: Terminal,
  flags: PlaceFlags,
  needs: 'exists' | 'any',
  work: (maintenance: Maintenance) => Promise<ExitCode>,
): Promise<ExitCode> {
  const settings = readSettings(terminal, flags, 1)
  const { place } = settings
  if (needs === 'exists' && 'folder' in place && terminal.disk.kind(`${place.folder}/postgres`) !== 'folder') {
    const message = `there are no data in the folder \`${place.folder}\``
    throw new Failure(EXIT.usage, 'no_data', message, 'name it with `--data`, or your database with `--database-url`')
  }
  try {
    const { openMaintenance } = await import('@lockness/server')
    const maintenance = await openMaintenance({ place, now: () => new Date(terminal.now()), report: () => undefined })
    try {
      return await work(maintenance)
    } finally {
      await maintenance.close()
    }
  } catch (error) {
    throw explainStart(error, settings) ?? error
  }
}

function requireYes({ yes }: ConfirmedFlags, message: string): void {
  if (!yes) throw new Failure(EXIT.usage, 'not_confirmed', message, 'say `--yes` to do it')
}

function tell(terminal: Terminal, { json }: PlaceFlags, value: unknown, text: string): ExitCode {
  if (json) printJson(terminal, value)
  else terminal.print(text)
  return EXIT.ok
}

function reportText({ colors }: Terminal, { storeId, revisions, tuples, faults }: Report): string {
  const mark = faults.length === 0 ? colors.green('✓') : colors.red('✗')
  const lines = faults.map(
    ({ kind, revision, message }) => `    ${kind} at revision ${revision}: ${visible(message)}\n`,
  )
  return `${mark} ${storeId}  ${count(revisions, 'revision')}, ${count(tuples, 'tuple')}\n${lines.join('')}`
}

function adoptedText({ epoch, stores }: Adopted): string {
  const lost = stores.map(({ storeId, revision }) => `${storeId}: what came after revision ${revision} is lost\n`)
  return `epoch ${epoch} begins\n${lost.join('')}`
}

function nameOf({ number, name }: { readonly number: number; readonly name: string }): string {
  return `${numbered(number)} ${name}`
}

function numbered(number: number): string {
  return String(number).padStart(4, '0')
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
