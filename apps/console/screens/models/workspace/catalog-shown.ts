// A catalog as people read it: all that the modules say about a type, put together. It has the shape in which the server
// tells the catalog in force, so the same screen shows both.

import type { Catalog, CatalogEntry } from '@lockness/language'

export type EntryKind = CatalogEntry['kind']
export type Risk = CatalogEntry['risk']

export interface CatalogRow {
  readonly kind: EntryKind
  readonly relation: string
  readonly module: string
  readonly title: string
  readonly sentence: string
  readonly risk: Risk
  readonly requestable: boolean
  readonly approvers: readonly string[]
  readonly conflicts: readonly string[]
  readonly longestMs?: number
  readonly stepUp?: string
}

export interface CatalogType {
  readonly type: string
  readonly singular?: string
  readonly plural?: string
  readonly icon?: string
  readonly sentence?: string
  readonly isPrincipal: boolean
  readonly containedIn: readonly string[]
  readonly entries: readonly CatalogRow[]
}

export function catalogOf(catalogs: readonly Catalog[]): CatalogType[] {
  const types = new Map<string, { of: Catalog['types'][number][]; entries: CatalogRow[] }>()
  for (const { module, types: described } of catalogs) {
    for (const type of described) {
      const known = types.get(type.name.text) ?? { of: [], entries: [] }
      types.set(type.name.text, known)
      known.of.push(type)
      known.entries.push(...type.entries.map((entry) => rowOf(entry, module.text)))
    }
  }
  return [...types].map(([type, { of, entries }]) => {
    const named = of.find(({ title }) => title)
    return {
      type,
      ...named?.title,
      ...(named?.icon !== undefined && { icon: named.icon }),
      ...(named?.sentence !== undefined && { sentence: named.sentence }),
      isPrincipal: of.some(({ isPrincipal }) => isPrincipal),
      containedIn: [...new Set(of.flatMap(({ containedIn }) => containedIn.map(({ text }) => text)))],
      entries,
    }
  })
}

function rowOf({ relation, approvers, conflicts, stepUp, ...entry }: CatalogEntry, module: string): CatalogRow {
  return {
    ...entry,
    relation: relation.text,
    module,
    approvers: approvers.map(({ text }) => text),
    conflicts: conflicts.map(({ text }) => text),
    ...(stepUp && { stepUp: stepUp.text }),
  }
}

/** What the server told; it describes a type loosely, so that older consoles can read newer catalogs. */
export function readServerCatalog(types: readonly { readonly type: string }[]): CatalogType[] {
  return types.map((each) => ({ isPrincipal: false, containedIn: [], entries: [], ...each }) as CatalogType)
}

/** The sentence of a relation, if somebody wrote one. */
export function findEntry(catalog: readonly CatalogType[], type: string, relation: string): CatalogRow | undefined {
  return catalog.find((each) => each.type === type)?.entries.find((entry) => entry.relation === relation)
}
