// Who may import whom. Three tables, lowest first: workspaces, the areas of the server, the layers of an area. What is
// not allowed here is forbidden, so a new dependency between two parts is a change of a table that somebody reviews.

import { basename, dirname, posix } from 'node:path'
import type { Source } from './source.ts'

/** What a workspace may import besides itself and the packages its package.json declares. */
// biome-ignore format: a table is read by its columns
const WORKSPACES: Readonly<Record<string, readonly string[]>> = {
  'packages/authz':    [],
  'packages/language': ['packages/authz'],
  'packages/client':   ['packages/authz'],
  'packages/server':   ['packages/authz', 'packages/language'],
  'packages/cli':      ['packages/authz', 'packages/language', 'packages/client', 'packages/server'],
  'apps/console':      ['packages/client', 'packages/language', 'packages/authz'],
  'conformance':       ['packages/authz', 'packages/language', 'packages/client', 'packages/server'],
  'bench':             ['packages/authz', 'packages/language', 'packages/client', 'packages/server'],
}

/** Workspaces that import no package from npm at all, also not in a browser's favour. */
const WITHOUT_DEPENDENCIES = ['packages/authz', 'packages/client']

/** What only a workspace's tests, and what writes its generated files, may import besides. */
const BESIDES: Readonly<Record<string, readonly string[]>> = { 'packages/client': ['packages/server'] }

/** Areas of the server. An area may import the front door of those before it: `<area>/<area>.ts`. */
const AREAS = [
  'store',
  'http',
  'access',
  'operations',
  'identity',
  'directory',
  'governance',
  'experience',
  'insights',
  'assistant',
  'apis',
  'console',
  'threads',
]

/** Areas whose files may all be imported by those above. */
const OPEN_AREAS = ['store', 'http']

/** Layers of an area by suffix. A file may import its own layer and those before it. */
const LAYERS = ['rules', 'sql', 'actions', 'routes']

/** The server's own assembly: these know all parts and nothing but themselves imports them. */
const ROOTS = /^packages\/server\/src\/(server|serving|thread|app)\.ts$/

const FRONT_DOORS: Readonly<Record<string, string>> = {
  '@lockness/authz': 'packages/authz',
  '@lockness/language': 'packages/language',
  '@lockness/client': 'packages/client',
  '@lockness/server': 'packages/server',
  '@lockness/cli': 'packages/cli',
}

/** The one file of a package that others see. */
export function isFrontDoor(path: string): boolean {
  return /^packages\/([\w-]+)\/src\/\1\.ts$/.test(path) || /^packages\/server\/src\/([\w-]+)\/\1\.ts$/.test(path)
}

/** Every import of the source that crosses a wall, with the reason. */
export function brokenWalls(source: Source): { line: number; message: string }[] {
  const owner = workspaceOf(source.path)
  if (!owner) return []
  return source.imports.flatMap(({ line, specifier }) => {
    const message = specifier.startsWith('.')
      ? wrongFile(source.path, posix.join(dirname(source.path), specifier))
      : wrongPackage(source, owner, specifier)
    return message ? [{ line, message }] : []
  })
}

function wrongPackage(source: Source, owner: string, specifier: string): string | undefined {
  const name = specifier.split('/').slice(0, 2).join('/')
  const target = Object.hasOwn(FRONT_DOORS, name) ? FRONT_DOORS[name] : undefined
  const isBeside = source.isTest || /^packages\/[\w-]+\/build-[\w-]+\.ts$/.test(source.path)
  if (target) {
    const allowed = [owner, ...(WORKSPACES[owner] ?? []), ...(isBeside ? (BESIDES[owner] ?? []) : [])]
    if (!allowed.includes(target)) return `${owner} may not import ${target}`
    return specifier === name || target === 'packages/client'
      ? undefined
      : `import ${target} by its front door \`${name}\``
  }
  if (isBeside || !WITHOUT_DEPENDENCIES.includes(owner)) return undefined
  return `${owner} imports nothing, not even \`${specifier}\``
}

function wrongFile(from: string, to: string): string | undefined {
  const [owner, other] = [workspaceOf(from), workspaceOf(to)]
  // What is read as text is no code.
  if (to.endsWith('.md')) return undefined
  if (owner !== other) return `import another workspace by its name, not by the path \`${to}\``
  if (owner !== 'packages/server') return undefined
  if (ROOTS.test(to) && !ROOTS.test(from) && !/^packages\/server\/(src\/[\w-]+\.test|test\/[\w-]+)\.ts$/.test(from))
    return `only the files of the server's assembly may import ${basename(to)}: take it as an argument`
  const [area, otherArea] = [areaOf(from), areaOf(to)]
  if (!AREAS.includes(area) || !AREAS.includes(otherArea)) return undefined
  return area === otherArea ? wrongLayer(from, to) : wrongArea(area, otherArea, to)
}

function wrongArea(area: string, other: string, to: string): string | undefined {
  if (AREAS.indexOf(other) > AREAS.indexOf(area)) return `${area} may not import ${other}: areas depend downwards`
  const isOpen = OPEN_AREAS.includes(other) || isFrontDoor(to) || (area === 'apis' && to.endsWith('.actions.ts'))
  return isOpen ? undefined : `import ${other} by its front door ${other}/${other}.ts`
}

/** A test stands above the layers: it enters by whichever it tests. */
function wrongLayer(from: string, to: string): string | undefined {
  if (from.endsWith('.test.ts')) return undefined
  if (LAYERS.indexOf(layerOf(to)) <= LAYERS.indexOf(layerOf(from))) return undefined
  return `${layerOf(from)} may not import ${layerOf(to)}`
}

/** The front door may use everything but routes. */
function layerOf(path: string): string {
  const suffix = /\.(sql|actions|routes)\.ts$/.exec(path)?.[1]
  return suffix ?? (isFrontDoor(path) ? 'actions' : 'rules')
}

function areaOf(path: string): string {
  return path.split('/')[3] ?? ''
}

function workspaceOf(path: string): string | undefined {
  return Object.keys(WORKSPACES).find((name) => path.startsWith(`${name}/`))
}
