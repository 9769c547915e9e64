'use client'
// What changes in meaning between two models, in sentences: by type, the names of the catalog first. What changed only
// through something else stands below what was changed itself.

import type { ModelDiff, RelationChange } from '@lockness/language'
import { useMemo } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Badge, type Tone } from '#ui/badge.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { TypeIcon } from '#ui/type-icon.tsx'
import { type CatalogType, findEntry } from '../workspace/catalog-shown.ts'

type Change = RelationChange['change']

// biome-ignore format: a table is read by its columns
const LOOKS = {
  added:    { tone: 'allow',   label: 'diffAdded',    sentence: 'diffAddedText' },
  removed:  { tone: 'deny',    label: 'diffRemoved',  sentence: 'diffRemovedText' },
  widened:  { tone: 'info',    label: 'diffWidened',  sentence: 'diffWidenedText' },
  narrowed: { tone: 'cond',    label: 'diffNarrowed', sentence: 'diffNarrowedText' },
  changed:  { tone: 'cond',    label: 'diffChanged',  sentence: 'diffChangedText' },
  affected: { tone: 'neutral', label: 'diffAffected', sentence: 'diffAffectedText' },
} as const satisfies Record<Change, { tone: Tone; label: string; sentence: string }>

const AFFECTED_SHOWN_MAX = 200

export interface SemanticDiffProps {
  readonly diff: ModelDiff
  readonly catalog: readonly CatalogType[]
  /** Of relations whose rule changes: how many tuples of them there are at most. */
  readonly touched?: readonly { readonly type: string; readonly relation: string; readonly tuplesMax: number }[]
}

export function SemanticDiff({ diff, catalog, touched = [] }: SemanticDiffProps) {
  const t = useMessages('models')
  const byType = useMemo(() => grouped(diff.relations), [diff.relations])
  const tuples = new Map(touched.map(({ type, relation, tuplesMax }) => [`${type}#${relation}`, tuplesMax]))
  const isSame = diff.types.length + diff.relations.length + diff.conditions.length === 0
  if (isSame) return <EmptyState isSmall title={t('diffSame')} text={t('diffSameText')} />
  return (
    <div className="grid gap-5">
      {(diff.types.length > 0 || diff.conditions.length > 0) && (
        <ul className="grid gap-2">
          {diff.types.map(({ change, type, relations }) => (
            <li key={type} className="flex flex-wrap items-center gap-2">
              <Badge tone={LOOKS[change].tone}>{t(LOOKS[change].label)}</Badge>
              <TypeName type={type} catalog={catalog} />
              <span className="text-muted text-sm">{t('diffTypeRelations', { count: relations.length })}</span>
            </li>
          ))}
          {diff.conditions.map(({ change, condition, parts }) => (
            <li key={condition} className="flex flex-wrap items-center gap-2">
              <Badge tone={LOOKS[change].tone}>{t(LOOKS[change].label)}</Badge>
              <span>
                {t('condition')} <code className="font-mono text-sm">{condition}</code>
              </span>
              {parts.length > 0 && (
                <span className="text-muted text-sm">
                  {parts.map((part) => t(part === 'expression' ? 'diffExpression' : 'diffParameters')).join(', ')}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {[...byType].map(([type, changes]) => (
        <TypeChanges key={type} type={type} changes={changes} catalog={catalog} tuples={tuples} />
      ))}
    </div>
  )
}

interface TypeChangesProps {
  readonly type: string
  readonly changes: readonly RelationChange[]
  readonly catalog: readonly CatalogType[]
  readonly tuples: ReadonlyMap<string, number>
}

function TypeChanges({ type, changes, catalog, tuples }: TypeChangesProps) {
  const t = useMessages('models')
  const own = changes.filter(({ change }) => change !== 'affected')
  const affected = changes.filter(({ change }) => change === 'affected')
  return (
    <section className="grid gap-2">
      <h3 className="font-medium">
        <TypeName type={type} catalog={catalog} />
      </h3>
      <ul className="grid gap-3 border-line border-s-2 ps-4">
        {own.map((change) => (
          <OwnChange
            key={change.relation}
            change={change}
            catalog={catalog}
            tuplesMax={tuples.get(`${type}#${change.relation}`)}
          />
        ))}
        {affected.length > 0 && (
          <li>
            <details open={own.length === 0 && affected.length < 4}>
              <summary className="min-h-6 text-muted text-sm">
                {t('diffAffectedCount', { count: affected.length })}
              </summary>
              <ul className="mt-2 grid gap-2">
                {affected.slice(0, AFFECTED_SHOWN_MAX).map((change) => (
                  <li key={change.relation} className="text-sm">
                    <RelationName type={type} relation={change.relation} catalog={catalog} />{' '}
                    <span className="text-muted">{t('diffThrough', { names: change.through.join(', ') })}</span>
                  </li>
                ))}
              </ul>
            </details>
          </li>
        )}
      </ul>
    </section>
  )
}

interface OwnChangeProps {
  readonly change: RelationChange
  readonly catalog: readonly CatalogType[]
  readonly tuplesMax: number | undefined
}

function OwnChange({ change, catalog, tuplesMax }: OwnChangeProps) {
  const t = useMessages('models')
  const { type, relation, restrictionsAdded, restrictionsRemoved, through } = change
  const look = LOOKS[change.change]
  return (
    <li className="grid gap-0.5">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={look.tone}>{t(look.label)}</Badge>
        <RelationName type={type} relation={relation} catalog={catalog} />
      </div>
      <p className="text-muted text-sm">
        {t(look.sentence)}
        {tuplesMax !== undefined && ` ${t('diffTuples', { count: tuplesMax })}`}
      </p>
      {restrictionsAdded.length > 0 && (
        <p className="text-sm">{t('diffMayBe', { names: restrictionsAdded.join(', ') })}</p>
      )}
      {restrictionsRemoved.length > 0 && (
        <p className="text-sm">{t('diffMayNoLongerBe', { names: restrictionsRemoved.join(', ') })}</p>
      )}
      {through.length > 0 && <p className="text-muted text-sm">{t('diffThrough', { names: through.join(', ') })}</p>}
    </li>
  )
}

export function TypeName({ type, catalog }: { readonly type: string; readonly catalog: readonly CatalogType[] }) {
  const found = catalog.find((each) => each.type === type)
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      <TypeIcon type={type} icon={found?.icon} />
      <span>{found?.singular ?? type}</span>
      {found?.singular !== undefined && <code className="font-mono text-muted text-xs">{type}</code>}
    </span>
  )
}

interface RelationNameProps {
  readonly type: string
  readonly relation: string
  readonly catalog: readonly CatalogType[]
}

export function RelationName({ type, relation, catalog }: RelationNameProps) {
  const title = findEntry(catalog, type, relation)?.title
  if (title === undefined) return <code className="font-mono text-sm">{relation}</code>
  return (
    <span>
      <span className="font-medium">{title}</span> <code className="font-mono text-muted text-xs">{relation}</code>
    </span>
  )
}

function grouped(changes: readonly RelationChange[]): ReadonlyMap<string, readonly RelationChange[]> {
  const groups = new Map<string, RelationChange[]>()
  for (const change of changes) {
    const group = groups.get(change.type)
    if (group) group.push(change)
    else groups.set(change.type, [change])
  }
  return groups
}
