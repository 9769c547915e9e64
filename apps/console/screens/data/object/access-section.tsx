'use client'
// Who has access to a thing: by permission, with names, and for each name the tuples that it has it by.

import type { ObjectAccessOutput, Tuple } from '@lockness/client'
import { ChevronRight, CornerDownRight } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import type { Tried } from '#session/tried.ts'
import { useStore } from '#shell/store-context.tsx'
import { Badge } from '#ui/badge.tsx'
import { Count } from '#ui/count.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { TextLink } from '#ui/link.tsx'
import { Time } from '#ui/time.tsx'
import { keyOf } from '../change/tuple-key.ts'
import { TupleLine } from '../change/tuple-line.tsx'
import { typeOf } from '../words.ts'
import { Thing, useLexicon } from '../words-context.tsx'

type Item = ObjectAccessOutput['items'][number]

export function AccessSection({
  object,
  access,
}: {
  readonly object: string
  readonly access: Tried<ObjectAccessOutput>
}) {
  const t = useMessages('data')
  const lexicon = useLexicon()
  if ('failure' in access) return <FailureState failure={access.failure} />
  const { items, at } = access.value
  const type = typeOf(object)
  const groups = (['permission', 'role', 'other'] as const).map((kind) => ({
    kind,
    rows: items.filter(({ relation }) => kindOf(lexicon.relation(type, relation)?.kind) === kind),
  }))
  if (items.length === 0) return <EmptyState title={t('nothingToHoldTitle')} text={t('nothingToHoldText')} />
  return (
    <>
      {groups
        .filter(({ rows }) => rows.length > 0)
        .map(({ kind, rows }) => (
          <section key={kind} aria-labelledby={`access-${kind}`} className="mb-6">
            <h2 id={`access-${kind}`} className="mb-2 font-semibold text-md">
              {t(`access_${kind}`)}
            </h2>
            <ul className="divide-y divide-line overflow-clip rounded-lg border border-line bg-surface">
              {rows.map((item) => (
                <Permission key={item.relation} object={object} item={item} />
              ))}
            </ul>
          </section>
        ))}
      <p className="text-muted text-xs">
        {t('accessComputed')} <Time at={at} />
      </p>
    </>
  )
}

function kindOf(kind: string | undefined): 'permission' | 'role' | 'other' {
  return kind === 'permission' || kind === 'role' ? kind : 'other'
}

const NAMES_SHOWN = 4

function Permission({ object, item }: { readonly object: string; readonly item: Item }) {
  const t = useMessages('data')
  const lexicon = useLexicon()
  const [isOpen, setOpen] = useState(false)
  const { relation, count, unsure, subjects } = item
  const word = lexicon.relation(typeOf(object), relation)
  const others = Math.max(0, count + unsure - NAMES_SHOWN)
  const id = `access-of-${relation}`
  return (
    <li>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        disabled={count + unsure === 0}
        onClick={() => setOpen(!isOpen)}
        className="flex w-full flex-wrap items-center gap-x-4 gap-y-1.5 px-pad py-2.5 text-start hover:bg-hover focus-visible:outline-offset-[-2px] disabled:hover:bg-transparent"
      >
        <span className="flex min-w-0 flex-1 items-center gap-2 sm:min-w-56">
          <ChevronRight
            aria-hidden="true"
            className={`size-3.5 flex-none text-faint transition-transform ${isOpen ? 'rotate-90' : 'rtl:-scale-x-100'} ${count + unsure === 0 ? 'invisible' : ''}`}
          />
          <span className="min-w-0">
            <span className="font-medium text-sm">{lexicon.titleOf(typeOf(object), relation)}</span>{' '}
            <span className="font-mono text-faint text-xs">{relation}</span>
            {word?.sentence && <span className="block text-muted text-xs">{word.sentence}</span>}
          </span>
        </span>
        <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1 phone:order-last phone:basis-full phone:ps-5.5">
          {count + unsure === 0 && <span className="text-faint text-sm">{t('nobody')}</span>}
          {subjects.slice(0, NAMES_SHOWN).map(({ subject, isUnsure }) => (
            <span key={subject} className={isUnsure ? 'opacity-70' : ''}>
              <Who subject={subject} />
            </span>
          ))}
          {others > 0 && <span className="text-muted text-sm">{t('andOthers', { count: others })}</span>}
          {unsure > 0 && <Badge tone="cond">{t('unsureCount', { count: unsure })}</Badge>}
        </span>
        <span className="text-muted text-sm">
          <Count value={count} />
        </span>
      </button>
      <div id={id} hidden={!isOpen}>
        {isOpen && <Holders object={object} item={item} />}
      </div>
    </li>
  )
}

function Who({ subject }: { readonly subject: string }) {
  const t = useMessages('data')
  const lexicon = useLexicon()
  const type = typeOf(subject)
  if (subject === `${type}:*`)
    return <span className="font-medium text-sm">{t('everybody', { types: lexicon.pluralOf(type) })}</span>
  return <Thing name={subject} isPlain />
}

function Holders({
  object,
  item: { relation, count, unsure, subjects, error },
}: {
  readonly object: string
  readonly item: Item
}) {
  const t = useMessages('data')
  const store = useStore().id
  const explorer = `/s/${encodeURIComponent(store)}/explorer`
  return (
    <div className="border-line border-t bg-sunken px-pad py-3">
      {error && unsure > 0 && (
        <p className="mb-2 text-muted text-sm">
          {error.missing ? t('accessMissing', { names: error.missing.join(', ') }) : error.message}
        </p>
      )}
      <ul className="flex flex-col gap-3">
        {subjects.map(({ subject, through, isUnsure }) => (
          <li key={subject} className="grid gap-x-6 gap-y-1 sm:grid-cols-[minmax(10rem,14rem)_minmax(0,1fr)]">
            <span className="pt-1">
              {subject.endsWith(':*') ? <Who subject={subject} /> : <Thing name={subject} />}
            </span>
            {isUnsure ? (
              <span className="text-muted text-sm">{t('dependsOnContext')}</span>
            ) : (
              <Through tuples={through} />
            )}
          </li>
        ))}
      </ul>
      {count + unsure > subjects.length && (
        <p className="mt-3 text-sm">
          {t('moreInExplorer', { count: count + unsure - subjects.length })}{' '}
          <TextLink href={`${explorer}?${new URLSearchParams({ ask: 'who', permission: relation, object })}`}>
            {t('openExplorer')}
          </TextLink>
        </p>
      )}
    </div>
  )
}

function Through({ tuples }: { readonly tuples: readonly Tuple[] }) {
  const t = useMessages('data')
  return (
    <ul aria-label={t('through')} className="min-w-0 text-sm">
      {tuples.map((tuple) => (
        <li key={keyOf(tuple)} className="flex min-w-0 items-start gap-1.5">
          <CornerDownRight aria-hidden="true" className="mt-1.5 size-3.5 flex-none text-faint rtl:-scale-x-100" />
          <TupleLine tuple={tuple} isPlain={false} />
        </li>
      ))}
    </ul>
  )
}
