// Which files a command works on. A folder stands for everything in it: its `fga.mod`, model files that no `fga.mod`
// names, test files and catalogs.

import { parseModFile, resolvePath } from '@lockness/language'
import type { Disk } from '../terminal.ts'

export interface FoundFiles {
  /** `fga.mod` files, and `.fga` and `.json` models that stand alone. */
  readonly models: readonly string[]
  /** The model files themselves, those that an `fga.mod` names included. */
  readonly sources: readonly string[]
  readonly tests: readonly string[]
  readonly catalogs: readonly string[]
  /** Paths that were asked for and are not there, or of no known kind. */
  readonly missing: readonly string[]
}

const FOLDERS_PASSED_OVER: ReadonlySet<string> = new Set(['node_modules', 'dist'])

export function findFiles(disk: Disk, paths: readonly string[]): FoundFiles {
  const files = new Set<string>()
  const missing: string[] = []
  for (const path of paths.length > 0 ? paths : [defaultPath(disk)]) {
    const clean = fromHere(disk, cleanPath(path))
    const kind = disk.kind(clean)
    if (kind === 'folder') for (const file of walk(disk, clean)) files.add(fromHere(disk, file))
    else if (kind === 'file' && isKnown(clean)) files.add(clean)
    else missing.push(path)
  }
  return { ...sortOut(disk, [...files].sort()), missing }
}

function defaultPath(disk: Disk): string {
  return disk.kind('verticals/fga.mod') === 'file' ? 'verticals' : '.'
}

/** `./a//b/` → `a/b` */
export function cleanPath(path: string): string {
  const parts = path.split(/[/\\]/)
  const clean = parts.filter((part, index) => part !== '.' && (part !== '' || index === 0)).join('/')
  return clean === '' ? '.' : clean
}

function* walk(disk: Disk, folder: string): Generator<string> {
  for (const name of disk.list(folder)) {
    if (name.startsWith('.') || FOLDERS_PASSED_OVER.has(name)) continue
    const path = folder === '.' ? name : `${folder}/${name}`
    if (disk.kind(path) === 'folder') yield* walk(disk, path)
    else if (isKnown(path) && !path.endsWith('.json')) yield path
  }
}

function isKnown(path: string): boolean {
  return isModel(path) || isTest(path) || isCatalog(path)
}

function isModel(path: string): boolean {
  return /\.fga$|\.json$|(^|\/)[^/]*\.mod$/.test(path)
}

function isTest(path: string): boolean {
  return /\.fga\.ya?ml$/.test(path)
}

function isCatalog(path: string): boolean {
  return /(^|\/)catalog\.ya?ml$/.test(path)
}

function sortOut(disk: Disk, files: readonly string[]): Omit<FoundFiles, 'missing'> {
  const lists = files.filter((file) => file.endsWith('.mod'))
  const texts = files.filter((file) => file.endsWith('.fga'))
  const owners = new Map<string, string>()
  for (const list of [...lists, ...texts.flatMap((text) => listsAbove(disk, text))]) {
    for (const { text } of parseModFile(disk.read(list) ?? '').contents)
      owners.set(fromHere(disk, resolvePath(list, text)), list)
  }
  const alone = files.filter((file) => isModel(file) && !file.endsWith('.mod') && !owners.has(file))
  const named = texts.flatMap((text) => owners.get(text) ?? [])
  return {
    models: [...new Set([...lists, ...named, ...alone])].sort(),
    sources: [
      ...new Set([...texts, ...[...owners].flatMap(([text, list]) => (lists.includes(list) ? [text] : []))]),
    ].sort(),
    tests: files.filter(isTest),
    catalogs: files.filter(isCatalog),
  }
}

/** The `fga.mod` files in the folders above, also above the current one: a module's file means little without the others. */
export function listsAbove({ here, kind }: Disk, file: string): string[] {
  const folders = file.split('/').slice(0, -1)
  const outside = folders.filter((name) => name === '..').length
  const inside = folders.map((_, index) => folders.slice(0, folders.length - index))
  const above = folders[0] === '' ? [] : Array.from({ length: here.length + 1 }, (_, ups) => upwards(ups))
  const candidates = [...inside.filter((path) => path.at(-1) !== '..'), ...above.slice(outside)]
  return candidates.map((path) => [...path, 'fga.mod'].join('/')).filter((path) => kind(path) === 'file')
}

function upwards(folders: number): string[] {
  return Array.from({ length: folders }, () => '..')
}

/** In `verticals/music`, `../music/model.fga` is `model.fga`. */
export function fromHere({ here }: Disk, path: string): string {
  const parts = path.split('/')
  let ups = parts.filter((part) => part === '..').length
  let from = ups
  while (ups > 0 && parts[from] === here[here.length - ups]) {
    from++
    ups--
  }
  return [...upwards(ups), ...parts.slice(from)].join('/') || '.'
}
