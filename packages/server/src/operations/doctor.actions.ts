// What an operator would look at before anything else, looked at in their place. Each finding says what is, why it matters
// and what to do; none of them changes anything.

import type { Database } from '../store/database.ts'
import { type MigrationStatus, migrationStatus, readMigrations } from '../store/migrate.ts'
import { type DatabaseFacts, selectDatabaseFacts, selectTroubles, type Troubles } from './system.sql.ts'

export type Severity = 'ok' | 'warning' | 'failure'

export interface Finding {
  readonly check: string
  readonly severity: Severity
  readonly message: string
  readonly advice?: string
}

export interface DoctorOptions {
  readonly database: Database
  readonly nowMs: () => number
  readonly freeDiskBytes?: number
  readonly openFilesMax?: number
}

const CLOCK_SKEW_MS_MAX = 1_000
const DISK_BYTES_MIN = 1_073_741_824
const OPEN_FILES_MIN = 4_096
const TRANSACTION_SECONDS_MAX = 60
const ROUND_TRIP_MS_MAX = 500

export async function examine({ database, nowMs, freeDiskBytes, openFilesMax }: DoctorOptions): Promise<Finding[]> {
  const startedMs = performance.now()
  const migrations = await migrationStatus(database, await readMigrations())
  const tookMs = Math.round(performance.now() - startedMs)
  const rows = [migrationRow(migrations)]
  if (migrations.applied.length > 0 && migrations.pending.length === 0) {
    const facts = await selectDatabaseFacts(database)
    if (facts) rows.push(...durabilityRows(facts), clockRow(Math.abs(nowMs() - facts.clockMs)))
    rows.push(...loadRows(await selectTroubles(database), tookMs))
  }
  if (freeDiskBytes !== undefined) rows.push(diskRow(freeDiskBytes))
  if (openFilesMax !== undefined) rows.push(filesRow(openFilesMax))
  return rows.map(([check, isOk, otherwise, message, advice]) =>
    isOk ? { check, severity: 'ok', message } : { check, severity: otherwise, message, advice },
  )
}

/** What is looked at, whether it is well, how bad it is if not, what was seen, and what to do about it. */
type Row = readonly [check: string, isOk: boolean, otherwise: Severity, message: string, advice: string]

function migrationRow({ applied, pending }: MigrationStatus): Row {
  const advice = 'run `lockness db migrate`, or start a server'
  if (applied.length === 0) return ['schema', false, 'failure', 'there is no schema yet', advice]
  if (pending.length === 0) return ['schema', true, 'ok', `all ${applied.length} migrations are applied`, '']
  const names = pending.map(({ number, name }) => `${number} ${name}`).join(', ')
  return ['schema', false, 'failure', `not applied: ${names}`, advice]
}

// biome-ignore format: a table is read by its columns
function durabilityRows({ fsync, fullPageWrites, synchronousCommit, synchronousStandbys, isReplica }: DatabaseFacts): Row[] {
  const standbys = synchronousStandbys === '' ? 'no replica confirms commits' : `commits wait for ${synchronousStandbys}`
  return [
    ['fsync', fsync === 'on', 'failure', `fsync is ${fsync}`, 'a loss of power loses commits: set fsync = on'],
    ['full_page_writes', fullPageWrites === 'on', 'failure', `full_page_writes is ${fullPageWrites}`, 'a torn page loses data: set full_page_writes = on'],
    ['synchronous_commit', synchronousCommit !== 'off', 'failure', `synchronous_commit is ${synchronousCommit}`, 'a crash loses acknowledged writes: set synchronous_commit = on'],
    ['replica', synchronousStandbys !== '', 'warning', standbys, 'the loss of the primary loses the last writes: name standbys in synchronous_standby_names, or accept it'],
    ['primary', !isReplica, 'failure', isReplica ? 'the database is a replica' : 'the database is a primary', 'give the address of the primary'],
  ]
}

function clockRow(skewMs: number): Row {
  const message = `the clocks of node and database differ by ${skewMs} ms`
  return ['clock', skewMs <= CLOCK_SKEW_MS_MAX, 'failure', message, 'grants would end late or early: run NTP on both']
}

// biome-ignore format: a table is read by its columns
function loadRows({ longestTransactionSeconds, invalidIndexes, connections, connectionsMax, frozenStores }: Troubles, tookMs: number): Row[] {
  const indexes = invalidIndexes.length === 0 ? 'all indexes are valid' : `not valid: ${invalidIndexes.join(', ')}`
  const frozen = frozenStores.length === 0 ? 'no store is frozen' : `frozen: ${frozenStores.join(', ')}`
  return [
    ['round_trip', tookMs < ROUND_TRIP_MS_MAX, 'warning', `the database answered in ${tookMs} ms`, 'every write waits for it: bring node and database nearer to each other'],
    ['transactions', longestTransactionSeconds <= TRANSACTION_SECONDS_MAX, 'warning', `the oldest transaction is ${longestTransactionSeconds} s old`, 'it keeps dead rows and halves the rate of writes: look for it in pg_stat_activity'],
    ['indexes', invalidIndexes.length === 0, 'failure', indexes, 'rebuild them with REINDEX'],
    ['connections', connections < connectionsMax * 0.8, 'warning', `${connections} of ${connectionsMax} connections are in use`, 'raise max_connections, or put a pooler before the database'],
    ['frozen', frozenStores.length === 0, 'warning', frozen, 'they take no writes until they are unfrozen'],
  ]
}

function diskRow(freeBytes: number): Row {
  const message = `${Math.round(freeBytes / 1_048_576)} MB are free in the data folder`
  return ['disk', freeBytes >= DISK_BYTES_MIN, 'failure', message, 'writes stop when the disk is full: make room']
}

function filesRow(openFilesMax: number): Row {
  const message = `the process may open ${openFilesMax} files`
  const advice = 'each connection is one: raise the limit (ulimit -n)'
  return ['open_files', openFilesMax >= OPEN_FILES_MIN, 'warning', message, advice]
}
