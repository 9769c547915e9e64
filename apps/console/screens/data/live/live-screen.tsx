'use client'
// Changes as they happen, the newest first, after those that were there before. It can be held to read in peace: nothing
// is lost meanwhile.

import type { AuditListOutput, Tuple } from '@lockness/client'
import { Minus, Pause, Play, Plus } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import type { Tried } from '#session/tried.ts'
import { useChanges, useLive } from '#shell/live.tsx'
import { Badge } from '#ui/badge.tsx'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Select } from '#ui/select.tsx'
import { Time } from '#ui/time.tsx'
import { Toolbar } from '#ui/toolbar.tsx'
import { keyOf } from '../change/tuple-key.ts'
import { TupleLine } from '../change/tuple-line.tsx'
import { DataHeader } from '../data-header.tsx'
import { useLexicon } from '../words-context.tsx'
import { type Entry, entryOf, entryOfAudit, isAbout, withEntry } from './entries.ts'

export function LiveScreen({ earlier }: { readonly earlier: Tried<AuditListOutput> }) {
  const t = useMessages('data')
  const { state } = useLive()
  const [entries, setEntries] = useState<readonly Entry[]>([])
  const [held, setHeld] = useState<readonly Entry[]>()
  const [type, setType] = useState('')
  useChanges((event) => {
    const entry = entryOf(event)
    if (!entry) return
    if (held) setHeld((before) => withEntry(before ?? [], entry))
    else setEntries((before) => withEntry(before, entry))
  })
  const hold = () => {
    if (!held) return setHeld([])
    setEntries((before) => held.reduceRight(withEntry, before))
    setHeld(undefined)
  }
  const before = 'value' in earlier ? earlier.value.items.map(entryOfAudit) : []
  const known = new Set(entries.map(({ revision }) => revision))
  const shown = [...entries, ...before.filter(({ revision }) => !known.has(revision))].filter((entry) =>
    isAbout(entry, type),
  )
  return (
    <>
      <DataHeader beside={<LiveBadge state={state} />} />
      <Toolbar
        label={t('liveToolbar')}
        end={
          <Button
            icon={held ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
            onClick={hold}
            aria-pressed={held !== undefined}
          >
            {held ? t('liveGoOn', { count: held.length }) : t('liveHold')}
          </Button>
        }
      >
        <TypeChoice value={type} onChange={setType} />
      </Toolbar>
      {state === 'off' && <Banner title={t('liveOffTitle')}>{t('liveOffText')}</Banner>}
      {'failure' in earlier && entries.length === 0 ? (
        <FailureState failure={earlier.failure} isSmall />
      ) : shown.length === 0 ? (
        <EmptyState title={t('liveEmptyTitle')} text={t('liveEmptyText')} />
      ) : (
        <ol
          aria-label={t('viewLive')}
          aria-live="polite"
          aria-relevant="additions"
          className="rounded-lg border border-line bg-surface"
        >
          {shown.map((entry) => (
            <LiveEntry key={entry.revision} entry={entry} />
          ))}
        </ol>
      )}
    </>
  )
}

function TypeChoice({ value, onChange }: { readonly value: string; readonly onChange: (type: string) => void }) {
  const t = useMessages('data')
  const lexicon = useLexicon()
  const types = lexicon.words.types.map((each) => ({ value: each.type, label: lexicon.pluralOf(each.type) }))
  return (
    <Select
      aria-label={t('filterObjectType')}
      className="max-w-56"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      options={[{ value: '', label: t('liveAllTypes') }, ...types.sort((a, b) => a.label.localeCompare(b.label))]}
    />
  )
}

function LiveBadge({ state }: { readonly state: ReturnType<typeof useLive>['state'] }) {
  const t = useMessages('data')
  return <Badge tone={state === 'live' ? 'allow' : state === 'away' ? 'cond' : 'neutral'}>{t(`live_${state}`)}</Badge>
}

/** Of an import's revision, which has ten thousand, the first. */
const TUPLES_SHOWN = 6

function LiveEntry({ entry }: { readonly entry: Entry }) {
  const t = useMessages('data')
  const { revision, at, actor, action, reason, added, removed, counts, isNew, isExpiry } = entry
  const rows = [
    ...removed.map((tuple) => ({ tuple, isAdded: false })),
    ...added.map((tuple) => ({ tuple, isAdded: true })),
  ]
  return (
    <li
      className={`border-line border-b px-pad py-3 text-sm last:border-b-0 ${isNew ? 'border-s-2 border-s-accent' : ''}`}
    >
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <Time at={at} className="font-medium" />
        <span className="text-muted">
          {isExpiry ? t('historyExpired') : <code className="font-mono text-xs">{actor}</code>}
        </span>
        {action !== undefined && <span className="font-mono text-faint text-xs">{action}</span>}
        <span className="ms-auto flex gap-2 tabular-nums">
          {counts.added > 0 && <span className="text-allow">+{counts.added}</span>}
          {counts.removed > 0 && <span className="text-deny">−{counts.removed}</span>}
          <span className="font-mono text-faint text-xs">{t('historyRevision', { revision })}</span>
        </span>
      </div>
      {reason !== undefined && <p className="mt-0.5">“{reason}”</p>}
      {rows.length > 0 && (
        <ul className="mt-1">
          {rows.slice(0, TUPLES_SHOWN).map((row) => (
            <TupleRow key={`${row.isAdded} ${keyOf(row.tuple)}`} {...row} />
          ))}
          {rows.length > TUPLES_SHOWN && (
            <li className="text-muted">{t('wishMore', { count: rows.length - TUPLES_SHOWN })}</li>
          )}
        </ul>
      )}
    </li>
  )
}

function TupleRow({ tuple, isAdded }: { readonly tuple: Tuple; readonly isAdded: boolean }) {
  const t = useMessages('data')
  const Sign = isAdded ? Plus : Minus
  return (
    <li className="flex items-start gap-1.5">
      <Sign
        role="img"
        aria-label={isAdded ? t('wishAdded') : t('wishRemoved')}
        className={`mt-1.5 size-3.5 flex-none ${isAdded ? 'text-allow' : 'text-deny'}`}
      />
      <TupleLine tuple={tuple} isPlain={false} />
    </li>
  )
}
