'use client'

// One type of the picture in words: who can come to have each of its relations, and what it leans on.

import type { AuthorizationModel } from '@lockness/authz'
import { X } from 'lucide-react'
import { useMemo } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { IconButton } from '#ui/icon-button.tsx'
import { RelationName, TypeName } from '../parts/semantic-diff.tsx'
import type { CatalogType } from '../workspace/catalog-shown.ts'
import type { DrawnLine } from './drawing.ts'
import { reachOf } from './reach.ts'

export interface TypeFactsProps {
  readonly model: AuthorizationModel
  readonly catalog: readonly CatalogType[]
  readonly type: string
  readonly lines: readonly DrawnLine[]
  readonly onChoose: (type: string | undefined) => void
  readonly onOpenRelation?: ((type: string, relation: string) => void) | undefined
}

export function TypeFacts({ model, catalog, type, lines, onChoose, onOpenRelation }: TypeFactsProps) {
  const t = useMessages('models')
  const reach = useMemo(() => reachOf(model, type), [model, type])
  const leansOn = lines.filter(({ from, to }) => from === type && to !== type)
  const leanedOnBy = lines.filter(({ from, to }) => to === type && from !== type)
  return (
    <section aria-label={type} className="grid gap-4 p-4">
      <header className="flex items-start justify-between gap-2">
        <h2 className="font-semibold">
          <TypeName type={type} catalog={catalog} />
        </h2>
        <IconButton kind="quiet" size="small" label={t('close')} icon={<X />} onClick={() => onChoose(undefined)} />
      </header>
      <div className="grid gap-1.5">
        <h3 className="text-muted text-xs">{t('whoReaches')}</h3>
        {reach.length === 0 && <p className="text-muted text-sm">{t('noRelations')}</p>}
        <ul className="grid gap-2">
          {reach.map(({ relation, subjects, isDirect }) => (
            <li key={relation} className="text-sm">
              <span className="flex flex-wrap items-baseline gap-x-2">
                {onOpenRelation ? (
                  <button
                    type="button"
                    className="min-h-6 text-start hover:underline"
                    onClick={() => onOpenRelation(type, relation)}
                  >
                    <RelationName type={type} relation={relation} catalog={catalog} />
                  </button>
                ) : (
                  <RelationName type={type} relation={relation} catalog={catalog} />
                )}
                {isDirect && <span className="text-faint text-xs">{t('givenDirectly')}</span>}
              </span>
              <span className="block text-muted text-xs">
                {subjects.length === 0 ? t('nobody') : subjects.join(', ')}
              </span>
            </li>
          ))}
        </ul>
      </div>
      <Neighbours title={t('leansOn')} lines={leansOn} of="to" onChoose={onChoose} catalog={catalog} />
      <Neighbours title={t('leanedOnBy')} lines={leanedOnBy} of="from" onChoose={onChoose} catalog={catalog} />
    </section>
  )
}

interface NeighboursProps {
  readonly title: string
  readonly lines: readonly DrawnLine[]
  readonly of: 'from' | 'to'
  readonly catalog: readonly CatalogType[]
  readonly onChoose: (type: string) => void
}

function Neighbours({ title, lines, of, catalog, onChoose }: NeighboursProps) {
  if (lines.length === 0) return null
  return (
    <div className="grid gap-1">
      <h3 className="text-muted text-xs">{title}</h3>
      <ul className="grid gap-1">
        {lines.map((line) => (
          <li key={line[of]} className="text-sm">
            <button type="button" className="min-h-6 hover:underline" onClick={() => onChoose(line[of])}>
              <TypeName type={line[of]} catalog={catalog} />
            </button>
            <span className="block font-mono text-muted text-xs">
              {[...new Set([...line.names, ...line.takes])].join(', ')}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
