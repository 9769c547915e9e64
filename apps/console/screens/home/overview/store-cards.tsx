'use client'
// The stores that the key reaches: how far each has come, when it was changed last, and of which modules its model is.

import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import { Badge } from '#ui/badge.tsx'
import { Card } from '#ui/card.tsx'
import { Count } from '#ui/count.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { TextLink } from '#ui/link.tsx'
import { Tag } from '#ui/tag.tsx'
import { Time } from '#ui/time.tsx'
import type { OverviewFacts, StoreRow } from './read-overview.ts'

export function StoreCards({ stores }: Pick<OverviewFacts, 'stores'>) {
  const t = useMessages('home')
  return (
    <Card isFlush title={t('stores')} description={t('storesText')}>
      {'failure' in stores ? (
        <FailureState isSmall failure={stores.failure} needs="can_read on system:lockness" />
      ) : stores.value.rows.length === 0 ? (
        <EmptyState isSmall title={t('noStores')} text={t('noStoresText')} />
      ) : (
        <ul>
          {stores.value.rows.map((row) => (
            <StoreLine key={row.store.id} row={row} />
          ))}
        </ul>
      )}
      {'value' in stores && stores.value.hasMore && (
        <p className="border-line border-t px-pad py-3 text-muted text-sm">{t('moreStores')}</p>
      )}
    </Card>
  )
}

function StoreLine({ row: { store, modules } }: { readonly row: StoreRow }) {
  const t = useMessages('home')
  const room = `/s/${encodeURIComponent(store.id)}`
  return (
    <li className="flex flex-col gap-1.5 border-line border-t px-pad py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <TextLink href={room} className="font-medium">
            {store.name}
          </TextLink>
          <span className="truncate font-mono text-faint text-xs">{store.id}</span>
          {store.isFrozen && <Badge tone="info">{t('frozen')}</Badge>}
        </span>
        <span className="text-muted text-sm tabular-nums">
          {t('revision')} <Count value={store.revision} /> · <Time at={store.updatedAt} />
        </span>
      </div>
      {modules && modules.length > 0 && (
        <p className="flex flex-wrap gap-1">
          {modules.map(({ module }) => (
            <Tag key={module}>{module}</Tag>
          ))}
        </p>
      )}
      {modules?.length === 0 && <p className="text-muted text-sm">{t('noModules')}</p>}
    </li>
  )
}
