// What of a model is used, as rows: the relations of each module, with those that nobody needs told apart. Counted are
// questions that somebody's work depended on; looking at things here is not use.

import type { UsageRelationsOutput } from '@lockness/client'

export type RelationUse = UsageRelationsOutput['items'][number]
export type Span = 'ever' | '7' | '30' | '90'
export type Shown = 'unused' | 'all'

export interface ModuleUse {
  /** Null: a model that was written whole. */
  readonly module: string | null
  readonly relations: number
  readonly unused: number
  readonly uses: number
  readonly lastUsed: string | null
}

export const SPANS: readonly Span[] = ['ever', '7', '30', '90']
const DAY_MS = 86_400_000

/** The first day of the span (UTC), as the server writes days; undefined: since there is anything. */
export function spanStart(span: Span, nowMs: number): string | undefined {
  return span === 'ever' ? undefined : new Date(nowMs - Number(span) * DAY_MS).toISOString().slice(0, 10)
}

export function isUnused({ lastUsed }: Pick<RelationUse, 'lastUsed'>, start: string | undefined): boolean {
  return lastUsed === null || (start !== undefined && lastUsed < start)
}

/** Those with the most that is unused first. */
export function modulesOf(relations: readonly RelationUse[], start: string | undefined): ModuleUse[] {
  const found = new Map<string | null, ModuleUse>()
  for (const each of relations) {
    const known = found.get(each.module)
    found.set(each.module, {
      module: each.module,
      relations: (known?.relations ?? 0) + 1,
      unused: (known?.unused ?? 0) + Number(isUnused(each, start)),
      uses: (known?.uses ?? 0) + each.uses,
      lastUsed: later(known?.lastUsed ?? null, each.lastUsed),
    })
  }
  return [...found.values()].sort((a, b) => b.unused - a.unused || (a.module ?? '').localeCompare(b.module ?? ''))
}

export function relationsShown(
  relations: readonly RelationUse[],
  { shown, module, text, start }: UsageFilter,
): readonly RelationUse[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return relations.filter(
    (each) =>
      (shown === 'all' || isUnused(each, start)) &&
      (module === undefined || each.module === module) &&
      words.every((word) => `${each.type}#${each.relation}`.toLowerCase().includes(word)),
  )
}

export interface UsageFilter {
  readonly shown: Shown
  /** Undefined: of all. */
  readonly module: string | null | undefined
  readonly text: string
  readonly start: string | undefined
}

function later(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other
  return one > other ? one : other
}
