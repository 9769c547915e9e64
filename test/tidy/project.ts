// Rules about the project as a whole, where one file alone cannot be wrong: a link leads somewhere, a dependency has
// its record, a locked package has its hash.

import { dirname, posix } from 'node:path'
import type { Source } from './source.ts'

export interface ProjectFinding {
  readonly path: string
  readonly line: number
  readonly message: string
}

export interface ProjectRule {
  readonly name: string
  readonly find: (sources: readonly Source[]) => readonly ProjectFinding[]
}

export const PROJECT_RULES: readonly ProjectRule[] = [
  { name: 'links', find: findDeadLinks },
  { name: 'records', find: findDependenciesWithoutRecord },
  { name: 'hashes', find: findPackagesWithoutHash },
  { name: 'platforms', find: findUnlockedPlatforms },
]

/** `[text](path)` in Markdown; addresses of the web and anchors are not looked at. */
function findDeadLinks(sources: readonly Source[]): ProjectFinding[] {
  const paths = new Set(sources.flatMap(({ path }) => withFolders(path)))
  return sources
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap(({ path, lines }) =>
      lines.flatMap((text, index) =>
        [...text.matchAll(/\]\(([^)#\s]+)(#[^)]*)?\)/g)]
          .map((match) => match[1] ?? '')
          .filter((target) => !/^[a-z]+:/.test(target))
          .filter((target) => !paths.has(posix.join(dirname(path), target).replace(/\/$/, '')))
          .map((target) => ({ path, line: index + 1, message: `\`${target}\` leads nowhere` })),
      ),
    )
}

function withFolders(path: string): string[] {
  const parts = path.split('/')
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}

/** What it replaces, what it weighs, who keeps it: docs/decisions names every package that we depend on. */
function findDependenciesWithoutRecord(sources: readonly Source[]): ProjectFinding[] {
  const records = sources
    .filter(({ path }) => /^docs\/decisions\/\d{4}-/.test(path))
    .map(({ text }) => text)
    .join('\n')
  return sources
    .filter(({ path }) => /(^|\/)package\.json$/.test(path))
    .flatMap((source) =>
      dependenciesOf(source.text)
        .filter((name) => !name.startsWith('@lockness/') && !records.includes(`\`${name}\``))
        .map((name) => ({
          path: source.path,
          line: source.lines.findIndex((line) => line.includes(`"${name}"`)) + 1,
          message: `\`${name}\` has no record in docs/decisions`,
        })),
    )
}

function dependenciesOf(manifest: string): string[] {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = JSON.parse(manifest)
  return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies, ...peerDependencies })
}

/** What another package brings along in its own archive is in that one's hash. */
function findPackagesWithoutHash(sources: readonly Source[]): ProjectFinding[] {
  return inLock(sources, (packages) =>
    Object.entries(packages)
      .filter(([path, entry]) => path.includes('node_modules/') && !entry.link && !entry.inBundle && !entry.integrity)
      .map(([path]) => [path, `\`${path}\` is locked without a hash`]),
  )
}

/** A package with a binary per platform is locked for all of them, or `npm ci` refuses the lock in a fresh clone. */
function findUnlockedPlatforms(sources: readonly Source[]): ProjectFinding[] {
  return inLock(sources, (packages) => {
    const locked = new Set(Object.keys(packages).map((path) => path.split('node_modules/').at(-1)))
    return Object.entries(packages).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {})
        .filter((name) => !locked.has(name))
        .map((name): [string, string] => [path, `\`${name}\` is not locked: choose a version that every platform has`]),
    )
  })
}

type LockedPackages = Readonly<
  Record<string, { link?: boolean; inBundle?: boolean; integrity?: string; optionalDependencies?: object }>
>

function inLock(
  sources: readonly Source[],
  find: (packages: LockedPackages) => [path: string, message: string][],
): ProjectFinding[] {
  const lock = sources.find(({ path }) => path === 'package-lock.json')
  if (!lock) return []
  return find(JSON.parse(lock.text).packages).map(([path, message]) => ({
    path: lock.path,
    line: lock.lines.findIndex((line) => line.includes(`"${path}"`)) + 1,
    message,
  }))
}
