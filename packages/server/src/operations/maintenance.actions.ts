// What an operator does to an installation from the command line, with or without a server running on it: look, verify,
// back up, restore, rehearse a restore, and say that history was lost.

import { randomBytes, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, rename, rm, stat, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pipeline as pipe, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { recoverRootKey } from '../access/access.ts'
import { AppError } from '../errors.ts'
import { type BackupHeader, backUp, restore } from '../store/backup.ts'
import { selectLogDays, updateLogDays } from '../store/cut-log.ts'
import { type Database, openDatabase } from '../store/database.ts'
import { type Embedded, openEmbedded } from '../store/embedded.ts'
import { type Adoption, adoptHistory } from '../store/epoch.ts'
import { type MigrationStatus, migrate, migrationStatus, readMigrations } from '../store/migrate.ts'
import type { StoreOptions } from '../store/store.ts'
import { examine, type Finding } from './doctor.actions.ts'
import { type StoreReport, verifyStores } from './verify.actions.ts'

export interface MaintenanceOptions {
  readonly place: StoreOptions['place']
  readonly now: () => Date
  readonly report: (message: string) => void
}

export interface BackupMade {
  readonly file: string
  readonly bytes: number
  readonly tookMs: number
}

export interface RestoreMade {
  readonly header: BackupHeader
  readonly rows: Readonly<Record<string, number>>
  /** Tokens of before that are newer than the backup are refused from now on. */
  readonly adopted: Adoption
  readonly tookMs: number
}

export interface DrillMade {
  readonly backup: BackupMade
  readonly restoreMs: number
  readonly verifyMs: number
  readonly stores: readonly StoreReport[]
  readonly isGood: boolean
}

export interface Maintenance {
  doctor(): Promise<Finding[]>
  verify(storeId?: string): AsyncGenerator<StoreReport>
  /** Durable when it resolves; a file that is there already is refused. */
  backup(file: string): Promise<BackupMade>
  /** Into an empty installation; a new epoch begins with it. */
  restore(file: string): Promise<RestoreMade>
  /** A backup, restored into a database of its own, verified, and thrown away. */
  drill(): Promise<DrillMade>
  migrationStatus(): Promise<MigrationStatus>
  migrate(): Promise<number[]>
  adopt(reason: string): Promise<Adoption>
  /** For how many days the log is kept; undefined: all of it is. */
  logDays(): Promise<number | undefined>
  /** Null: all of it. What is older than so many days is taken out by the servers, within minutes and for ever. */
  keepLog(days: number | null): Promise<void>
  /** One more root key, for who has lost it; shown here, once. Needs nothing but the database. */
  recoverRootKey(): Promise<string>
  close(): Promise<void>
}

export async function openMaintenance({ place, now, report }: MaintenanceOptions): Promise<Maintenance> {
  const onEvent = (event: unknown) => report(JSON.stringify(event))
  const embedded =
    'folder' in place ? await openEmbedded({ folder: place.folder, now: Date.now, report: onEvent }) : null
  const connection = 'databaseUrl' in place ? { url: place.databaseUrl } : (embedded as Embedded).connection
  const database = openDatabase({ connection, report })
  const backup = (file: string) => writeBackup(database, file, now)
  return {
    async doctor() {
      const disk = 'folder' in place ? await statfs(place.folder) : undefined
      return examine({
        database,
        nowMs: () => now().getTime(),
        ...(disk && { freeDiskBytes: disk.bavail * disk.bsize }),
        ...openFilesMax(),
      })
    },
    verify: (storeId) => verifyStores(database, storeId),
    backup,
    restore: (file) => readBackup(database, file),
    drill: () => rehearse(backup, report),
    migrationStatus: async () => migrationStatus(database, await readMigrations()),
    migrate: async () => migrate(database, await readMigrations()),
    adopt: (reason) => adoptHistory(database, reason),
    logDays: () => selectLogDays(database),
    keepLog: (days) => updateLogDays(database, days),
    recoverRootKey: () => recoverRootKey({ database, newId: randomUUID, randomBytes }),
    async close() {
      await database.close()
      await embedded?.stop()
    },
  }
}

async function writeBackup(database: Database, file: string, now: () => Date): Promise<BackupMade> {
  const startedMs = performance.now()
  if (await stat(file).catch(() => undefined)) throw new AppError('conflict', `\`${file}\` is there already`)
  const draft = `${file}.part`
  try {
    await pipeline(
      Readable.from(backUp(database, now)),
      createGzip({ level: 1 }),
      createWriteStream(draft, { mode: 0o600 }),
    )
    await flush(draft)
    await rename(draft, file)
    await flush(dirname(file))
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  const { size } = await stat(file)
  return { file, bytes: size, tookMs: Math.round(performance.now() - startedMs) }
}

async function readBackup(database: Database, file: string): Promise<RestoreMade> {
  const startedMs = performance.now()
  // What goes wrong is told to whoever reads; nobody may be reading yet.
  const plain = pipe(createReadStream(file), createGunzip(), () => undefined)
  try {
    const { header, rows } = await restore(database, await readMigrations(), plain)
    await migrate(database, await readMigrations())
    const adopted = await adoptHistory(database, 'restore')
    return { header, rows: Object.fromEntries(rows), adopted, tookMs: Math.round(performance.now() - startedMs) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'ENOENT') throw new AppError('not_found', `there is no file \`${file}\``)
    if (code.startsWith('Z_'))
      throw new AppError('invalid_input', 'the backup cannot be read: it is not whole, or none')
    throw error
  } finally {
    plain.destroy()
  }
}

async function rehearse(
  backup: (file: string) => Promise<BackupMade>,
  report: (message: string) => void,
): Promise<DrillMade> {
  const folder = await mkdtemp(join(tmpdir(), 'lockness-drill-'))
  try {
    const file = join(folder, 'backup')
    const made = await backup(file)
    const scratch = await openMaintenance({ place: { folder: join(folder, 'data') }, now: () => new Date(), report })
    try {
      const { header, tookMs: restoreMs } = await scratch.restore(file)
      const startedMs = performance.now()
      const stores: StoreReport[] = []
      for await (const each of scratch.verify()) stores.push(each)
      const isGood = stores.length === header.stores.length && stores.every(({ faults }) => faults.length === 0)
      return { backup: made, restoreMs, verifyMs: Math.round(performance.now() - startedMs), stores, isGood }
    } finally {
      await scratch.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A file is there after a loss of power when it and the folder that names it were written through. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

interface ReportWithLimits {
  readonly userLimits?: { readonly open_files?: { readonly soft: number | string } }
}

function openFilesMax(): { openFilesMax?: number } {
  const { userLimits } = process.report.getReport() as ReportWithLimits
  const soft = userLimits?.open_files?.soft
  return typeof soft === 'number' ? { openFilesMax: soft } : {}
}
