// Real clusters in real folders, and real processes that are killed. What is killed is always a process that the test
// started, by its number.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, expect, it } from 'vitest'
import { type Embedded, type EmbeddedEvent, openEmbedded } from './embedded.ts'
import { explainFailure } from './embedded-failure.ts'
import { canReach, type Identity, namedIdentity } from './embedded-user.ts'
import { runCommand } from './run-command.ts'

const opened: Embedded[] = []
const processes: ChildProcess[] = []
const folders: string[] = []

afterEach(async () => {
  for (const child of processes.splice(0)) child.kill('SIGKILL')
  await Promise.all(opened.splice(0).map((embedded) => embedded.stop()))
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'lockness-test-'))
  await chmod(folder, 0o755)
  folders.push(folder)
  return folder
}

let template: Promise<string> | undefined

/** A folder with a cluster that has run once: setting one up takes longest, and only the first test is about that. */
async function makeClusterFolder(): Promise<string> {
  template ??= (async () => {
    const folder = await mkdtemp(join(await realpath(tmpdir()), 'lockness-test-'))
    await chmod(folder, 0o755)
    await (await openEmbedded({ folder, now: Date.now, report: () => undefined })).stop()
    return folder
  })()
  const [from, to] = [await template, await makeFolder()]
  await runCommand('cp', ['-a', join(from, 'postgres'), to])
  return to
}

afterAll(async () => {
  const folder = await template
  if (folder) await rm(folder, { recursive: true, force: true })
})

async function open(folder: string, events: EmbeddedEvent[] = []): Promise<Embedded> {
  const embedded = await openEmbedded({ folder, now: Date.now, report: (event) => events.push(event) })
  opened.push(embedded)
  return embedded
}

async function run<R extends pg.QueryResultRow>(embedded: Embedded, sql: string): Promise<R[]> {
  const client = new pg.Client(embedded.connection)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<R>(sql)).rows
  } finally {
    await client.end()
  }
}

async function until<T>(what: () => Promise<T | undefined>, ms = 15_000): Promise<T> {
  for (let waited = 0; waited < ms; waited += 50) {
    const found = await what().catch(() => undefined)
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`not within ${ms} ms`)
}

/** A second server process, which says `ready` and its role whenever it changes. */
async function openElsewhere(folder: string, identity?: Identity): Promise<ChildProcess> {
  const script = `
    import { openEmbedded } from ${JSON.stringify(join(import.meta.dirname, 'embedded.ts'))}
    const report = (event) => console.log(JSON.stringify(event))
    const embedded = await openEmbedded({ folder: ${JSON.stringify(folder)}, now: Date.now, report })
    console.log('ready ' + embedded.role())
    process.on('SIGTERM', async () => { await embedded.stop(); process.exit(0) })`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...identity,
  })
  processes.push(child)
  for await (const chunk of child.stdout) if (String(chunk).includes('ready')) return child
  throw new Error('it ended before it was ready')
}

/** A process that has ended but that nobody has waited for still has a number; its state is Z. */
async function isRunning(pid: number): Promise<boolean> {
  if (process.platform === 'linux') return !/\) Z |^$/.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''))
  return process.kill(pid, 0)
}

async function postmasterPid(folder: string): Promise<number> {
  return Number((await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0])
}

it('starts a durable PostgreSQL on a socket of its own, and starts it again with the same data', async () => {
  const folder = await makeFolder()
  const first = await open(folder)
  const [settings] = await run(
    first,
    `select current_setting('fsync') as fsync, current_setting('full_page_writes') as pages,
    current_setting('listen_addresses') as listen, current_setting('synchronous_commit') as commit`,
  )
  expect(settings).toEqual({ fsync: 'on', pages: 'on', listen: '', commit: 'on' })
  await run(first, 'create table kept (n int); insert into kept values (7)')
  await first.stop()
  const second = await open(folder)
  expect(second.role()).toBe('owner')
  expect(await run(second, 'select n from kept')).toEqual([{ n: 7 }])
})

it('works in a folder with a path longer than a socket address, and that the database user cannot pass', async () => {
  const closed = join(await makeFolder(), 'closed')
  await mkdir(closed, { mode: 0o700 })
  const folder = join(closed, 'a'.repeat(120), 'data')
  const embedded = await open(folder)
  expect(Buffer.byteLength(`${embedded.connection.host}/.s.PGSQL.5432`)).toBeLessThanOrEqual(103)
  expect(await run(embedded, 'select 1 as one')).toEqual([{ one: 1 }])
  const place = dirname(embedded.connection.host)
  await embedded.stop()
  await expect(stat(place)).rejects.toMatchObject({ code: 'ENOENT' })
  expect((await open(folder)).connection).toEqual(embedded.connection)
})

it('starts the database again when its postmaster is killed, and keeps what was committed', async () => {
  const folder = await makeClusterFolder()
  const events: EmbeddedEvent[] = []
  const embedded = await open(folder, events)
  await run(embedded, 'create table kept (n int); insert into kept values (1)')
  const pid = await postmasterPid(folder)
  process.kill(pid, 'SIGKILL')
  const rows = await until(async () =>
    (await postmasterPid(folder)) === pid ? undefined : run(embedded, 'select n from kept'),
  )
  expect(rows).toEqual([{ n: 1 }])
  expect(events.map(({ event }) => event)).toEqual(['started', 'crashed', 'started'])
})

it('ends a postmaster that outlived its server, and recovers', async () => {
  const folder = await makeClusterFolder()
  const other = await openElsewhere(folder)
  const orphan = await postmasterPid(folder)
  other.kill('SIGKILL')
  await once(other, 'exit')
  expect(await isRunning(orphan)).toBe(true)
  const embedded = await open(folder)
  expect(await run(embedded, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(await postmasterPid(folder)).not.toBe(orphan)
  expect(await isRunning(orphan)).toBe(false)
})

it('starts although postmaster.pid names a process that is somebody else by now', async () => {
  const folder = await makeClusterFolder()
  await (await open(folder)).stop()
  await writeFile(
    join(folder, 'postgres', 'postmaster.pid'),
    `${process.ppid}\n${folder}\n1\n5432\n\n\n       1 1\nready\n`,
  )
  const embedded = await open(folder)
  expect(await run(embedded, 'select 1 as one')).toEqual([{ one: 1 }])
})

it('joins the database of another process, and takes over when that one is killed', async () => {
  const folder = await makeClusterFolder()
  const other = await openElsewhere(folder)
  const events: EmbeddedEvent[] = []
  const joined = await open(folder, events)
  expect(joined.role()).toBe('joined')
  expect(events).toEqual([{ event: 'joined', ownerPid: other.pid }])
  await run(joined, 'create table kept (n int); insert into kept values (3)')
  other.kill('SIGKILL')
  await until(async () => (joined.role() === 'owner' ? true : undefined))
  expect(await run(joined, 'select n from kept')).toEqual([{ n: 3 }])
  expect(events.at(-1)).toEqual({ event: 'took_over', fromPid: other.pid })
})

it('lets exactly one of several starters own the folder', async () => {
  const folder = await makeClusterFolder()
  const all = await Promise.all([open(folder), open(folder), open(folder)])
  expect(all.map((embedded) => embedded.role()).sort()).toEqual(['joined', 'joined', 'owner'])
  await all.find((embedded) => embedded.role() === 'owner')?.stop()
  await until(async () => (all.filter((embedded) => embedded.role() === 'owner').length === 2 ? true : undefined))
  const next = all.at(-1)
  if (next) expect(await until(() => run(next, 'select 1 as one'))).toEqual([{ one: 1 }])
})

const nobody = process.getuid?.() === 0 ? await namedIdentity() : undefined
const canRunAsNobody =
  nobody && (await canReach(import.meta.dirname, nobody)) && (await canReach(process.execPath, nobody))

// Without root the other tests already run as a normal user.
it.runIf(canRunAsNobody)('works as a normal user', async () => {
  const folder = await makeFolder()
  if (nobody) await chown(folder, nobody.uid, nobody.gid)
  const other = await openElsewhere(folder, nobody)
  expect((await stat(join(folder, 'postgres', 'PG_VERSION'))).uid).toBe(nobody?.uid)
  expect(await run(await open(folder), 'select 1 as one')).toEqual([{ one: 1 }])
  other.kill('SIGTERM')
  expect(await once(other, 'exit')).toEqual([0, null])
})

it('refuses data of a newer PostgreSQL, a file in place of a folder, and says who holds a folder it cannot reach', async () => {
  const folder = await makeFolder()
  await mkdir(join(folder, 'postgres'))
  await writeFile(join(folder, 'postgres', 'PG_VERSION'), '99\n')
  await expect(open(folder)).rejects.toMatchObject({
    code: 'misconfigured',
    message: expect.stringContaining('made by PostgreSQL 99, this is 18'),
  })
  await expect(open(join(folder, 'postgres', 'PG_VERSION'))).rejects.toMatchObject({ code: 'misconfigured' })
  const held = { pid: 4, startedAt: '1', scope: 'other boot pid:[1]', host: 'elsewhere', nonce: 'n', isReleased: false }
  await writeFile(join(folder, 'owner.9'), JSON.stringify(held))
  await expect(open(folder)).rejects.toMatchObject({
    code: 'misconfigured',
    message: expect.stringContaining('process 4 on `elsewhere`'),
  })
})

it('tells the cause from what PostgreSQL says', () => {
  const told = (said: string) => explainFailure('it does not start', said).message
  expect(told('FATAL:  could not write lock file "postmaster.pid": No space left on device')).toContain(
    'the disk is full',
  )
  expect(told('initdb: error: could not access directory "x": Permission denied')).toContain('belongs to another user')
  expect(told('initdb: could not look up effective user ID 7: user does not exist')).toContain(
    'has no name in /etc/passwd',
  )
  expect(told('FATAL:  something new')).toContain('something new')
})
