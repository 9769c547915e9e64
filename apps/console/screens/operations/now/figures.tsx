'use client'
// The few figures that say most, each with where it is heading.

import type { SystemReadOutput } from '@lockness/client'
import { useMessages } from '#messages/use-messages.tsx'
import { answerOf } from '#session/tried.ts'
import { Badge } from '#ui/badge.tsx'
import { Count } from '#ui/count.tsx'
import { Duration } from '#ui/duration.tsx'
import { Sparkline } from '#ui/sparkline.tsx'
import { StatTile } from '#ui/stat-tile.tsx'
import { Time } from '#ui/time.tsx'
import type { Sample } from './samples.ts'
import type { Snapshot } from './snapshot.ts'

export function Figures({ snapshot, samples }: { readonly snapshot: Snapshot; readonly samples: readonly Sample[] }) {
  const t = useMessages('operations')
  const system = answerOf(snapshot.system)
  const load = answerOf(snapshot.load)
  const check = load?.operations.find(({ action }) => action === 'access.check')
  // Its place is kept until there are two looks to draw, so that nothing moves when it comes.
  const trend = (of: 'perSecond' | 'p99Ms' | 'inFlight' | 'lagMs', label: string) =>
    samples.length > 1 ? (
      <Sparkline values={samples.map((sample) => sample[of])} label={label} />
    ) : (
      <div className="h-6" />
    )
  return (
    <section aria-label={t('figures')} className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <StatTile
        label={t('throughput')}
        value={load ? <PerSecond value={load.perSecond} /> : '–'}
        detail={t('inTheLastMinute')}
        trend={trend('perSecond', t('throughputTrend'))}
      />
      <StatTile
        label={t('checkP99')}
        value={check ? <Duration ms={check.p99Ms} /> : '–'}
        detail={check ? t('medianIs', { median: msText(check.p50Ms, t.locale) }) : t('noChecks')}
        trend={trend('p99Ms', t('checkTrend'))}
      />
      <StatTile
        label={t('staleness')}
        value={system?.stalenessMs === undefined ? '–' : <Duration ms={system.stalenessMs} />}
        detail={system && t('stalenessBound', { bound: msText(system.stalenessMsMax, t.locale) })}
        badge={system && <ReadyBadge ready={system.ready} />}
      />
      <StatTile
        label={t('database')}
        value={system ? t(system.database.reachable ? 'reachable' : 'notReachable') : '–'}
        detail={system && <DatabaseDetail system={system} />}
        badge={system?.durability && <DurabilityBadge durability={system.durability} />}
      />
      <StatTile
        label={t('inFlight')}
        value={load ? <Count value={load.inFlight} /> : '–'}
        detail={load && t('threadsAnswer', { count: load.threads })}
        trend={trend('inFlight', t('inFlightTrend'))}
      />
      <StatTile
        label={t('lag')}
        value={load ? <Duration ms={load.lagMs} /> : '–'}
        detail={t('lagDetail')}
        trend={trend('lagMs', t('lagTrend'))}
      />
      <StatTile
        label={t('refused')}
        value={load ? <Count value={Object.values(load.refused).reduce((sum, each) => sum + each, 0)} /> : '–'}
        detail={t('sinceStart')}
      />
      <StatTile
        label={t('upSince')}
        value={system ? <Time at={system.startedAt} isFocusable /> : '–'}
        detail={system && `${system.version} · ${system.node}`}
      />
    </section>
  )
}

function PerSecond({ value }: { readonly value: number }) {
  const t = useMessages('operations')
  const text = new Intl.NumberFormat(t.locale, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value)
  return t('perSecond', { count: text })
}

function ReadyBadge({ ready }: { readonly ready: SystemReadOutput['ready'] }) {
  const t = useMessages('operations')
  return <Badge tone={ready === true ? 'allow' : 'deny'}>{ready === true ? t('ready') : ready}</Badge>
}

const DURABILITIES = { D1: 'durabilityD1', D2: 'durabilityD2', D3: 'durabilityD3' } as const

function DurabilityBadge({ durability }: { readonly durability: 'D1' | 'D2' | 'D3' }) {
  const t = useMessages('operations')
  return <Badge tone={durability === 'D1' ? 'cond' : 'neutral'}>{t(DURABILITIES[durability])}</Badge>
}

function DatabaseDetail({ system }: { readonly system: SystemReadOutput }) {
  const t = useMessages('operations')
  const { embedded, version } = system.database
  return [version && `PostgreSQL ${version.split(' ')[0]}`, t(embedded ? 'embedded' : 'external')]
    .filter(Boolean)
    .join(' · ')
}

function msText(ms: number, locale: string): string {
  const digits = ms < 10 ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 0 }
  return new Intl.NumberFormat(locale, { style: 'unit', unit: 'millisecond', unitDisplay: 'short', ...digits }).format(
    ms,
  )
}
