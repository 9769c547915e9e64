// Modules as they lie on the disk: a folder with an `fga.mod` is all of its modules, one folder each, in the order of the
// list; any other folder is one module of its own name. What goes with a module: its part of the model, its catalog, its
// tests and the tuples that they read.

import { parseModFile } from '@lockness/language'
import { cleanPath } from '../model/find-files.ts'
import { type Disk, EXIT, Failure } from '../terminal.ts'

export interface ModuleFolder {
  readonly module: string
  readonly files: readonly { readonly path: string; readonly text: string }[]
}

export function readModules(disk: Disk, given: string): ModuleFolder[] {
  const folder = cleanPath(given)
  if (disk.kind(folder) !== 'folder') {
    throw new Failure(
      EXIT.usage,
      'no_module',
      `there is no folder \`${given}\``,
      'give a folder with an `fga.mod`, or the folder of one module',
    )
  }
  const list = folder === '.' ? 'fga.mod' : `${folder}/fga.mod`
  if (disk.kind(list) === 'file') return listedModules(disk, folder, disk.read(list) ?? '')
  const name = folder === '.' ? disk.here.at(-1) : folder.split('/').at(-1)
  const files = filesOf(disk, folder, undefined)
  if (name === undefined || name === '..' || !files.some(({ path }) => path.endsWith('.fga'))) {
    throw new Failure(
      EXIT.usage,
      'no_module',
      `\`${given}\` is not the folder of a module: it has no \`fga.mod\` and no \`.fga\` file`,
      'give a folder with an `fga.mod`, or the folder of one module',
    )
  }
  return [{ module: name, files }]
}

function listedModules(disk: Disk, folder: string, text: string): ModuleFolder[] {
  const listed = parseModFile(text).contents.map((each) => cleanPath(each.text))
  const modules = [...new Set(listed.filter((path) => path.includes('/')).map((path) => path.split('/')[0]!))]
  return modules.map((module) => {
    const inside = folder === '.' ? module : `${folder}/${module}`
    const own = listed.filter((path) => path.startsWith(`${module}/`)).map((path) => path.slice(module.length + 1))
    return { module, files: filesOf(disk, inside, new Set(own)) }
  })
}

/** Of a module that is listed, only the models that are: others in its folder belong to something else. */
function filesOf(disk: Disk, folder: string, models: ReadonlySet<string> | undefined): ModuleFolder['files'] {
  return [...walk(disk, folder, '')]
    .filter((path) => (path.endsWith('.fga') ? (models?.has(path) ?? true) : OTHERS.test(path)))
    .map((path) => ({ path, text: disk.read(folder === '.' ? path : `${folder}/${path}`) ?? '' }))
}

const OTHERS = /(^|\/)catalog\.ya?ml$|\.(fga|tuples)\.ya?ml$/

function* walk(disk: Disk, folder: string, below: string): Generator<string> {
  for (const name of disk.list(folder)) {
    if (name.startsWith('.') || name === 'node_modules') continue
    const path = folder === '.' ? name : `${folder}/${name}`
    if (disk.kind(path) === 'folder') yield* walk(disk, path, `${below}${name}/`)
    else yield `${below}${name}`
  }
}
