// Loads a second instance of the two packages with one mutant in it. Node asks these hooks for every module: a module
// that a mutant's module imports belongs to the mutant too, told by a query on its address, so that instances never
// mix, and the one file that the mutant is about is given with its text replaced.

import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Parts } from '../subjects/parts.ts'
import type { Mutant } from './mutants.ts'

const PACKAGES = new URL('../../packages/', import.meta.url).href
const loading = new Map<string, Mutant>()

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context)
    const mark = markOf(context.parentURL)
    if (mark === undefined || !resolved.url.startsWith(PACKAGES) || markOf(resolved.url) !== undefined) return resolved
    return { ...resolved, url: `${resolved.url}?mutant=${mark}` }
  },
  load(url, context, next) {
    const mutant = loading.get(markOf(url) ?? '')
    const file = url.split('?')[0]!
    if (!mutant || file !== `${PACKAGES}authz/src/${mutant.file}`) return next(url, context)
    const source = readFileSync(fileURLToPath(file), 'utf8')
    const places = source.split(mutant.from).length - 1
    if (places !== 1)
      throw new Error(`mutant \`${mutant.name}\`: its text occurs ${places} times in \`${mutant.file}\``)
    return { format: 'module-typescript', source: source.replace(mutant.from, () => mutant.to), shortCircuit: true }
  },
})

export async function loadMutant(mutant: Mutant): Promise<Parts> {
  const mark = String(loading.size + 1)
  loading.set(mark, mutant)
  const authz = (await import(`${PACKAGES}authz/src/authz.ts?mutant=${mark}`)) as Parts['authz']
  const language = (await import(`${PACKAGES}language/src/language.ts?mutant=${mark}`)) as Parts['language']
  return { authz, language }
}

function markOf(url: string | undefined): string | undefined {
  return url?.split('?mutant=')[1]
}
