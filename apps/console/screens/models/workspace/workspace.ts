// What is edited at once: the files of all modules of a store, laid out as `<module>/<path>`, or one model that was written
// whole, `model.fga`. Tests lie beside what they test and name it by a path, as they do in a team's repository.

export type WorkspaceKind = 'modules' | 'whole'
export type Files = ReadonlyMap<string, string>

export interface Workspace {
  readonly kind: WorkspaceKind
  readonly files: Files
}

/** `model` and `test` are what the names say; `tuples` belong to tests. */
export type FileKind = 'model' | 'catalog' | 'test' | 'tuples' | 'other'

export interface TextEdit {
  readonly from: number
  readonly to: number
  readonly insert: string
}

export const WHOLE_MODEL = 'model.fga'
/** The list of all modules, which nobody writes: it is made of the files that are there. */
export const MODULE_LIST = 'fga.mod'

export function fileKind(path: string): FileKind {
  if (path.endsWith('.fga')) return 'model'
  if (/\.fga\.ya?ml$/.test(path)) return 'test'
  if (/(^|\/)catalog\.ya?ml$/.test(path)) return 'catalog'
  return /\.ya?ml$/.test(path) ? 'tuples' : 'other'
}

/** The module that a file of a store belongs to. */
export function moduleOf(path: string): string {
  return path.split('/', 1)[0]!
}

export function pathInModule(path: string): string {
  return path.slice(path.indexOf('/') + 1)
}

/** Names of the modules, sorted. */
export function modulesIn(files: Files): string[] {
  return [...new Set([...files.keys()].filter((path) => path.includes('/')).map(moduleOf))].sort()
}

/** Models first, then what people read, then what proves it. */
export function inReadingOrder(paths: Iterable<string>): string[] {
  const rank: Readonly<Record<FileKind, number>> = { model: 0, catalog: 1, test: 2, tuples: 3, other: 4 }
  return [...paths].sort((a, b) => {
    const [x, y] = [moduleOf(a), moduleOf(b)]
    if (x !== y && a.includes('/') && b.includes('/')) return x < y ? -1 : 1
    return rank[fileKind(a)] - rank[fileKind(b)] || (a < b ? -1 : 1)
  })
}

/** Paths whose text is not what it was, is new, or is gone. */
export function changedPaths(before: Files, after: Files): string[] {
  const paths = new Set([...before.keys(), ...after.keys()])
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort()
}

/** The edits of one text, which do not overlap. */
export function withEdits(text: string, edits: readonly TextEdit[]): string {
  let result = ''
  let at = 0
  for (const { from, to, insert } of [...edits].sort((a, b) => a.from - b.from)) {
    result += text.slice(at, from) + insert
    at = to
  }
  return result + text.slice(at)
}

export function withEditedFiles(files: Files, edits: ReadonlyMap<string, readonly TextEdit[]>): Files {
  const result = new Map(files)
  for (const [path, each] of edits) result.set(path, withEdits(files.get(path) ?? '', each))
  return result
}
