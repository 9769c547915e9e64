'use client'
// What happened to a thing, newest first: who gave and took what, when, and why. A change can be taken back from here, as
// long as what it changed has not moved since.

import type { ObjectHistoryOutput } from '@lockness/client'
import { Minus, Plus, Undo2 } from 'lucide-react'
import { useCallback } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import { useClient } from '#session/browser-client.tsx'
import type { Tried } from '#session/tried.ts'
import { useStore } from '#shell/store-context.tsx'
import { Badge } from '#ui/badge.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Time } from '#ui/time.tsx'
import { useChangeSheet } from '../change/change-context.ts'
import { keyOf } from '../change/tuple-key.ts'
import { TupleLine } from '../change/tuple-line.tsx'
import { usePages, useReloadOnChange } from '../use-pages.ts'

type Happening = ObjectHistoryOutput['items'][number]

export interface HistorySectionProps {
  readonly object: string
  readonly first: Tried<ObjectHistoryOutput>
}

export function HistorySection({ object, first }: HistorySectionProps) {
  const t = useMessages('data')
  const client = useClient()
  const store = useStore().id
  const load = useCallback(
    (cursor: string | undefined, signal: AbortSignal) =>
      client.object.history(cursor === undefined ? { store, object } : { store, object, cursor }, { signal }),
    [client, store, object],
  )
  const { items, cursor, isLoading, failure, want, reload } = usePages<Happening>(
    load,
    'value' in first ? first.value : undefined,
  )
  useReloadOnChange(reload)
  if (failure && items.length === 0) return <FailureState failure={failure} onRetry={reload} />
  if (items.length === 0) return <EmptyState title={t('noHistoryTitle')} text={t('noHistoryText')} />
  return (
    <>
      <ol className="flex flex-col border-line border-s-2 ps-5">
        {items.map((happening) => (
          <HistoryEntry key={happening.revision} happening={happening} />
        ))}
      </ol>
      {cursor !== undefined && (
        <Button className="mt-2" isBusy={isLoading} onClick={() => want(items.length)}>
          {t('historyMore')}
        </Button>
      )}
    </>
  )
}

function HistoryEntry({ happening }: { readonly happening: Happening }) {
  const t = useMessages('data')
  const { mayWrite, open } = useChangeSheet()
  const { revision, at, actor, source, reason, added, removed, isCut } = happening
  const takeBack = () => {
    const wish = { added: removed, removed: added }
    open({ purpose: 'undo', wish, undoes: { added, removed, revision } })
  }
  return (
    <li className="relative pb-5 before:absolute before:top-1.5 before:-start-[1.6875rem] before:size-3 before:rounded-full before:border-2 before:border-accent before:bg-canvas">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm">
        <Time at={at} isFocusable className="font-medium" />
        <span className="text-muted">
          {source === 'expiry' ? t('historyExpired') : t('historyBy')}{' '}
          {source !== 'expiry' && <code className="font-mono text-xs">{actor}</code>}
        </span>
        {source !== 'api' && source !== 'expiry' && <Badge>{source}</Badge>}
        <span className="font-mono text-faint text-xs">{t('historyRevision', { revision })}</span>
      </div>
      {reason !== undefined && <p className="mt-0.5 text-sm">“{reason}”</p>}
      <ul className="mt-1.5 text-sm">
        {removed.map((tuple) => (
          <li key={`- ${keyOf(tuple)}`} className="flex items-start gap-1.5">
            <Minus role="img" aria-label={t('wishRemoved')} className="mt-1.5 size-3.5 flex-none text-deny" />
            <TupleLine tuple={tuple} isPlain={false} />
          </li>
        ))}
        {added.map((tuple) => (
          <li key={`+ ${keyOf(tuple)}`} className="flex items-start gap-1.5">
            <Plus role="img" aria-label={t('wishAdded')} className="mt-1.5 size-3.5 flex-none text-allow" />
            <TupleLine tuple={tuple} isPlain={false} />
          </li>
        ))}
        {isCut && <li className="text-muted">{t('historyCut')}</li>}
      </ul>
      {mayWrite && !isCut && source === 'api' && (
        <Button kind="quiet" size="small" className="mt-1 -ms-2" icon={<Undo2 aria-hidden="true" />} onClick={takeBack}>
          {t('historyUndo')}
        </Button>
      )}
    </li>
  )
}
