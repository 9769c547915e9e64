'use client'
// The catalog as people will read it: what kinds of things there are, what somebody can be made, and what they can then do.

import { useMemo, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Badge, type Tone } from '#ui/badge.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { SearchInput } from '#ui/search-input.tsx'
import { TypeIcon } from '#ui/type-icon.tsx'
import type { CatalogRow, CatalogType, EntryKind, Risk } from '../workspace/catalog-shown.ts'

export interface CatalogViewProps {
  readonly types: readonly CatalogType[]
  /** What one of its rows leads to, if anything. */
  readonly onOpen?: (type: string, relation: string) => void
  readonly isNarrow?: boolean
}

const KINDS = ['role', 'permission', 'fact'] as const satisfies readonly EntryKind[]
const KIND_LABELS = { role: 'roles', permission: 'permissions', fact: 'facts' } as const
// biome-ignore format: a table is read by its columns
const RISKS = {
  low:      { tone: 'neutral', label: 'riskLow' },
  medium:   { tone: 'info',    label: 'riskMedium' },
  high:     { tone: 'cond',    label: 'riskHigh' },
  critical: { tone: 'deny',    label: 'riskCritical' },
} as const satisfies Record<Risk, { tone: Tone; label: string }>

export function CatalogView({ types, onOpen, isNarrow = false }: CatalogViewProps) {
  const t = useMessages('models')
  const [search, setSearch] = useState('')
  const shown = useMemo(() => types.flatMap((type) => matching(type, search.trim().toLowerCase())), [types, search])
  if (types.length === 0) return <EmptyState isSmall title={t('catalogEmpty')} text={t('catalogEmptyText')} />
  return (
    <div className="grid gap-gap">
      <SearchInput
        value={search}
        onChange={setSearch}
        aria-label={t('catalogSearch')}
        placeholder={t('catalogSearch')}
      />
      {shown.length === 0 && <EmptyState isSmall title={t('nothingFound')} />}
      <div className={isNarrow ? 'grid gap-gap' : 'grid gap-gap lg:grid-cols-2'}>
        {shown.map((type) => (
          <TypeCard key={type.type} type={type} {...(onOpen && { onOpen })} />
        ))}
      </div>
    </div>
  )
}

function TypeCard({ type, onOpen }: { readonly type: CatalogType; readonly onOpen?: CatalogViewProps['onOpen'] }) {
  const t = useMessages('models')
  return (
    <section
      id={`type-${type.type}`}
      className="min-w-0 self-start rounded-lg border border-line bg-surface [content-visibility:auto] [contain-intrinsic-size:auto_20rem]"
    >
      <header className="flex items-start gap-3 border-line border-b p-pad">
        <TypeIcon type={type.type} icon={type.icon} size="medium" />
        <div className="min-w-0">
          <h2 className="flex flex-wrap items-baseline gap-x-2 font-semibold">
            {type.singular ?? type.type} <code className="font-mono font-normal text-muted text-xs">{type.type}</code>
          </h2>
          {type.sentence !== undefined && <p className="text-muted text-sm">{type.sentence}</p>}
          <p className="mt-1 flex flex-wrap gap-1.5">
            {type.isPrincipal && <Badge tone="accent">{t('principal')}</Badge>}
            {type.containedIn.length > 0 && <Badge>{t('containedIn', { names: type.containedIn.join(', ') })}</Badge>}
          </p>
        </div>
      </header>
      {KINDS.map((kind) => {
        const entries = type.entries.filter((entry) => entry.kind === kind)
        if (entries.length === 0) return null
        return (
          <div key={kind} className="border-line border-t px-pad py-3 first-of-type:border-t-0">
            <h3 className="mb-2 text-muted text-xs">{t(KIND_LABELS[kind])}</h3>
            <ul className="grid gap-3">
              {entries.map((entry) => (
                <Entry key={entry.relation} type={type.type} entry={entry} {...(onOpen && { onOpen })} />
              ))}
            </ul>
          </div>
        )
      })}
    </section>
  )
}

interface EntryProps {
  readonly type: string
  readonly entry: CatalogRow
  readonly onOpen?: CatalogViewProps['onOpen']
}

function Entry({ type, entry, onOpen }: EntryProps) {
  const t = useMessages('models')
  const { kind, relation, title, sentence, risk, requestable, approvers, longestMs, stepUp, conflicts } = entry
  const rules = [
    requestable && approvers.length > 0 && t('requestableBy', { names: approvers.join(', ') }),
    requestable && approvers.length === 0 && t('requestable'),
    longestMs !== undefined && t('longest', { days: Math.round(longestMs / 86_400_000) }),
    stepUp !== undefined && t('stepUp'),
    conflicts.length > 0 && t('conflicts', { names: conflicts.join(', ') }),
  ].filter((rule) => rule !== false)
  return (
    <li className="grid gap-0.5">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium text-sm">{title}</span>
        {onOpen ? (
          <button
            type="button"
            onClick={() => onOpen(type, relation)}
            className="min-h-6 font-mono text-accent-ink text-xs underline decoration-accent-line underline-offset-2"
          >
            {relation}
          </button>
        ) : (
          <code className="font-mono text-muted text-xs">{relation}</code>
        )}
        {kind !== 'fact' && risk !== 'low' && <Badge tone={RISKS[risk].tone}>{t(RISKS[risk].label)}</Badge>}
      </div>
      <p className="text-muted text-sm">{sentence}</p>
      {rules.length > 0 && <p className="text-faint text-xs">{rules.join(' · ')}</p>}
    </li>
  )
}

function matching(type: CatalogType, search: string): CatalogType[] {
  if (search === '') return [type]
  const has = (...texts: readonly (string | undefined)[]) => texts.some((text) => text?.toLowerCase().includes(search))
  if (has(type.type, type.singular, type.plural)) return [type]
  const entries = type.entries.filter((entry) => has(entry.relation, entry.title, entry.sentence))
  return entries.length === 0 ? [] : [{ ...type, entries }]
}
