'use client'
// What is here and how it is doing, at a glance: health first, then the stores, then what was done last. It is drawn anew
// a moment after something has changed.

import { useMessages } from '#messages/use-messages.tsx'
import { useRefreshOnChange } from '#shell/live.tsx'
import { HealthCard } from './health-card.tsx'
import { LastChanges } from './last-changes.tsx'
import type { OverviewFacts } from './read-overview.ts'
import { StoreCards } from './store-cards.tsx'

export function Overview({ facts }: { readonly facts: OverviewFacts }) {
  const t = useMessages('home')
  useRefreshOnChange()
  const names = 'value' in facts.stores ? facts.stores.value.rows.map(({ store: { id, name } }) => [id, name]) : []
  return (
    <section
      aria-label={t('overviewTitle')}
      className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]"
    >
      <div className="flex min-w-0 flex-col gap-6">
        <HealthCard snapshot={facts.snapshot} />
        <StoreCards stores={facts.stores} />
      </div>
      <LastChanges changes={facts.changes} storeNames={Object.fromEntries(names)} actorNames={facts.actorNames} />
    </section>
  )
}
