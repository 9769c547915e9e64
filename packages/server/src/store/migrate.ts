// The schema, brought to the state that this program needs. Migrations are numbered SQL files, forward only; each runs
// in one transaction together with its row in `lockness.migration`, so a process that is killed leaves it done or not
// done. Starters take turns by a lock of the transaction, which also a pooler keeps, and wait for it in short tries:
// whoever waits long for a lock in PostgreSQL makes everybody behind it wait too.

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../errors.ts'
import type { Database, Transaction } from './database.ts'

export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
}

export interface MigrationStatus {
  readonly applied: readonly { readonly number: number; readonly name: string; readonly at: Date }[]
  readonly pending: readonly { readonly number: number; readonly name: string }[]
}

const DEADLINE_MS = 600_000
const TRIES_MAX = 120
const PAUSE_MS = 500

export async function readMigrations(folder = join(import.meta.dirname, 'migrations')): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => ({
      number: Number(name.slice(0, 4)),
      name: name.slice(5, -4),
      sql: await readFile(join(folder, name), 'utf8'),
    })),
  )
}

export async function migrationStatus(database: Database, migrations: readonly Migration[]): Promise<MigrationStatus> {
  const applied = await database.transaction(selectApplied)
  requireKnown(applied, migrations)
  return { applied, pending: migrations.slice(applied.length).map(({ number, name }) => ({ number, name })) }
}

/** The numbers that were applied by this call; another starter may have applied the others. */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<number[]> {
  const done: number[] = []
  for (let tries = 1; ; ) {
    try {
      const number = await database.transaction((tx) => applyNext(tx, migrations), { deadlineMs: DEADLINE_MS })
      if (number === undefined) return done
      done.push(number)
      tries = 1
    } catch (error) {
      const isLocked = error instanceof AppError && error.detail.sqlState === '55P03'
      if (!isLocked || tries++ >= TRIES_MAX) throw error
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }
}

async function applyNext(tx: Transaction, migrations: readonly Migration[]): Promise<number | undefined> {
  await lockMigrations(tx)
  const applied = await selectApplied(tx)
  requireKnown(applied, migrations)
  const next = migrations[applied.length]
  if (!next) return undefined
  await createMigrationTable(tx)
  await tx.query(next.sql)
  await insertMigration(tx, next)
  return next.number
}

interface Applied extends Record<string, unknown> {
  readonly number: number
  readonly name: string
  readonly hash: string
  readonly at: Date
}

function requireKnown(applied: readonly Applied[], migrations: readonly Migration[]): void {
  for (const [index, { number, name, hash }] of applied.entries()) {
    const known = migrations[index]
    if (!known) {
      throw new AppError(
        'misconfigured',
        `the database has migration \`${number} ${name}\`, which this version does not know: use a newer version`,
      )
    }
    if (known.number !== number || hashOf(known) !== hash) {
      throw new AppError(
        'misconfigured',
        `migration \`${number} ${name}\` in the database is not the one of this version`,
      )
    }
  }
}

function hashOf({ sql }: Migration): string {
  return createHash('sha256').update(sql).digest('hex')
}

async function lockMigrations(tx: Transaction): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('lockness'), hashtext('migrate'))`)
}

async function createMigrationTable(tx: Transaction): Promise<void> {
  await tx.query('create schema if not exists lockness')
  await tx.query(
    `create table if not exists lockness.migration (
       number int primary key, name text not null, hash text not null, at timestamptz not null default now())`,
  )
}

async function selectApplied(tx: Transaction): Promise<Applied[]> {
  // The catalogue is asked as a table: name lookup may remember that there was nothing before the lock was waited for.
  const found = await tx.query(
    `select 1 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'lockness' and c.relname = 'migration'`,
  )
  if (found.length === 0) return []
  return tx.query<Applied>('select number, name, hash, at from lockness.migration order by number')
}

async function insertMigration(tx: Transaction, migration: Migration): Promise<void> {
  await tx.query('insert into lockness.migration (number, name, hash) values ($1, $2, $3)', [
    migration.number,
    migration.name,
    hashOf(migration),
  ])
}
