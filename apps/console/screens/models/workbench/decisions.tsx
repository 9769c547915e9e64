'use client'
// Who would gain and who would lose what: the numbers first, then relation by relation, then some of them one by one.

import type { ModelImpact } from '@lockness/client'
import { useMessages } from '#messages/use-messages.tsx'
import { Badge } from '#ui/badge.tsx'
import { Entity } from '#ui/entity.tsx'
import { RelationName, TypeName } from '../parts/semantic-diff.tsx'
import type { CatalogType } from '../workspace/catalog-shown.ts'

type Told = NonNullable<ModelImpact['decisions']>

const RELATIONS_SHOWN_MAX = 30
const ITEMS_SHOWN_MAX = 50

export function Decisions({
  decisions,
  catalog,
}: {
  readonly decisions: Told
  readonly catalog: readonly CatalogType[]
}) {
  const t = useMessages('models')
  const { relations, items, isExact } = decisions
  const isNone = relations.length === 0
  return (
    <section className="grid gap-3">
      <h3 className="font-medium">{t('decisions')}</h3>
      {isNone && isExact && <p className="text-muted text-sm">{t('decisionsNone')}</p>}
      {!isNone && (
        <p className="flex flex-wrap gap-2">
          <Counts {...decisions} />
        </p>
      )}
      {!isExact && <p className="text-muted text-sm">{t('decisionsAtLeast')}</p>}
      <ul className="grid gap-2">
        {relations.slice(0, RELATIONS_SHOWN_MAX).map(({ type, relation, ...counts }) => (
          <li key={`${type}#${relation}`} className="flex flex-wrap items-center gap-2 text-sm">
            <TypeName type={type} catalog={catalog} />
            <RelationName type={type} relation={relation} catalog={catalog} />
            <Counts {...counts} />
          </li>
        ))}
      </ul>
      {items.length > 0 && (
        <details>
          <summary className="min-h-6 text-muted text-sm">
            {t('decisionsShown', { count: Math.min(items.length, ITEMS_SHOWN_MAX) })}
          </summary>
          <ul className="mt-2 grid gap-1">
            {items.slice(0, ITEMS_SHOWN_MAX).map(({ subject, relation, object, before, after }) => (
              <li
                key={`${subject} ${relation} ${object}`}
                className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm"
              >
                <Entity type={typeOf(subject)} id={subject} />
                <Change before={before} after={after} />
                <RelationName type={typeOf(object)} relation={relation} catalog={catalog} />
                <Entity type={typeOf(object)} id={object} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function Counts({ gained, lost, unsure }: Pick<Told, 'gained' | 'lost' | 'unsure'>) {
  const t = useMessages('models')
  return (
    <>
      {gained > 0 && <Badge tone="allow">{t('gained', { count: gained })}</Badge>}
      {lost > 0 && <Badge tone="deny">{t('lost', { count: lost })}</Badge>}
      {unsure > 0 && <Badge tone="cond">{t('unsure', { count: unsure })}</Badge>}
    </>
  )
}

function Change({ before, after }: Pick<Told['items'][number], 'before' | 'after'>) {
  const t = useMessages('models')
  if (before === 'error' || after === 'error') return <Badge tone="cond">{t('cannotTell')}</Badge>
  return after === 'yes' ? <Badge tone="allow">{t('gains')}</Badge> : <Badge tone="deny">{t('loses')}</Badge>
}

function typeOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf(':')))
}
