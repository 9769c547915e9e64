// Why an embedded PostgreSQL does not start, each message from its real cause: a disk that is full at each of the steps, a
// file system that takes nothing, a folder of somebody else. And that the same folder starts when the cause is gone.

import { chmod, chown, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { openEmbedded } from './embedded.ts'
import { canReach, type Identity, namedIdentity } from './embedded-user.ts'
import { runCommand } from './run-command.ts'

const mounted: string[] = []
const base = await mkdtemp(join(await realpath(tmpdir()), 'lockness-test-'))
await chmod(base, 0o755)
afterEach(async () => {
  for (const folder of mounted.splice(0)) await runCommand('umount', ['-l', folder])
})
afterAll(() => rm(base, { recursive: true, force: true }))

/** A file system of its own, of so many megabytes. */
async function mountOf(megabytes: number, options = 'rw'): Promise<string | undefined> {
  const folder = await mkdtemp(join(base, 'disk-'))
  const { code } = await runCommand('mount', ['-t', 'tmpfs', '-o', `${options},size=${megabytes}m`, 'tmpfs', folder])
  if (code !== 0) return undefined
  mounted.push(folder)
  await runCommand('chmod', ['755', folder])
  return folder
}

const canMount = process.platform === 'linux' && process.getuid?.() === 0 && (await mountOf(1)) !== undefined

async function start(folder: string): Promise<void> {
  const embedded = await openEmbedded({ folder, now: Date.now, report: () => undefined })
  await embedded.stop()
}

const refusal = (...parts: string[]) => ({
  code: 'misconfigured',
  message: expect.stringMatching(new RegExp(parts.join('.*'), 's')),
})

// A file system can only be made by root, and in a container that lets it.
describe.runIf(canMount)('a disk', () => {
  // Its programs take some 65 MB, a new cluster some 40 MB more.
  it.each([
    ['the programs', 20],
    ['a new cluster', 75],
  ])(
    'that is full before %s are there is named, and starts when there is room',
    async (_, megabytes) => {
      const folder = (await mountOf(megabytes))!
      await expect(start(folder)).rejects.toMatchObject(refusal('the disk is full', '(No space left|ENOSPC)'))
      expect(await readdir(folder)).not.toContain('postgres')
      await runCommand('mount', ['-o', 'remount,size=400m', folder])
      await start(folder)
      expect(await readdir(folder)).toContain('postgres')
    },
    60_000,
  )

  it('that was filled by others keeps a cluster from starting, and loses nothing', async () => {
    const folder = (await mountOf(400))!
    await start(folder)
    await runCommand('sh', ['-c', 'cat /dev/zero > "$0/filler" || true', folder])
    await expect(start(folder)).rejects.toMatchObject(refusal('disk is full'))
    await rm(join(folder, 'filler'))
    await start(folder)
  }, 60_000)

  it('that takes no writes is named', async () => {
    const folder = (await mountOf(1, 'ro'))!
    await expect(start(folder)).rejects.toMatchObject(refusal('on a file system that cannot be written', 'EROFS'))
  })
})

const other = process.getuid?.() === 0 ? await namedIdentity() : undefined
const canRunAsOther = other && (await canReach(import.meta.dirname, other)) && (await canReach(process.execPath, other))

// Somebody else can only be had by root.
describe.runIf(canRunAsOther)('a folder', () => {
  it.each([
    ['of somebody else', 0o755, 'belongs to another user, or may not be written'],
    ['that nobody else may look into', 0o700, 'belongs to another user, or may not be written'],
  ])('%s is named', async (_, mode, told) => {
    const folder = await mkdtemp(join(base, 'theirs-'))
    await chmod(folder, mode)
    expect(await startAs(other!, folder)).toMatch(new RegExp(`misconfigured.*${told}.*EACCES`, 's'))
  })

  it('of one’s own, with a cluster of somebody else in it, is named', async () => {
    const folder = await mkdtemp(join(base, 'mine-'))
    await chown(folder, other!.uid, other!.gid)
    await mkdir(join(folder, 'postgres'), { mode: 0o700 })
    await writeFile(join(folder, 'postgres', 'PG_VERSION'), '18\n')
    expect(await startAs(other!, folder)).toMatch(/misconfigured.*belongs to another user, or may not be written/s)
  })
})

/** What a process of another user says of it. */
async function startAs(identity: Identity, folder: string): Promise<string> {
  const script = `
    import { openEmbedded } from ${JSON.stringify(join(import.meta.dirname, 'embedded.ts'))}
    await openEmbedded({ folder: ${JSON.stringify(folder)}, now: Date.now, report: () => undefined })
      .then(() => console.log('it started'), ({ code, message }) => console.log(code, message))
    process.exit()`
  const { output } = await runCommand(process.execPath, ['--input-type=module-typescript', '--eval', script], {
    ...identity,
    cwd: '/',
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
  })
  return output
}

// Elsewhere it has another reason to refuse.
it.runIf(process.platform === 'linux')(
  'a system whose C library is not glibc is told so before anything is written',
  async () => {
    const folder = await mkdtemp(join(base, 'musl-'))
    // Node on musl has no such line in its report.
    const report = process.report.getReport() as unknown as { header: Record<string, unknown> }
    const { glibcVersionRuntime: _, ...header } = report.header
    const spy = vi.spyOn(process.report, 'getReport').mockReturnValue({ ...report, header } as never)
    const refused = refusal('needs glibc and this system has musl', 'PostgreSQL 15 or newer')
    await expect(start(folder)).rejects.toMatchObject(refused)
    spy.mockRestore()
    expect(await readdir(folder)).not.toContain('postgres')
  },
)
