'use client'
// The lines of the last ten minutes. The drawing is loaded when the page is there, and stands still while nobody looks.

import { useMemo } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Card } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { LineChart } from '#ui/line-chart.tsx'
import { durationText } from '#ui/quantities.ts'
import { linesOf, type Sample } from './samples.ts'

const SAMPLES_MIN = 2

export function LoadCharts({ samples }: { readonly samples: readonly Sample[] }) {
  const t = useMessages('operations')
  const { times, values } = useMemo(() => linesOf(samples), [samples])
  const perSecond = (value: number) => new Intl.NumberFormat(t.locale, { maximumFractionDigits: 1 }).format(value)
  const duration = (value: number) => durationText(value, t.locale)
  if (samples.length < SAMPLES_MIN) {
    return (
      <Card title={t('charts')}>
        <EmptyState isSmall title={t('chartsBegin')} text={t('chartsBeginText')} />
      </Card>
    )
  }
  return (
    <section aria-label={t('charts')} className="grid gap-3 lg:grid-cols-2">
      <Card>
        <LineChart
          title={t('throughputChart')}
          summary={t('throughputSummary')}
          times={times}
          timeLabel={t('time')}
          format={perSecond}
          series={[{ id: 'perSecond', label: t('requestsPerSecond'), values: values('perSecond') }]}
        />
      </Card>
      <Card>
        <LineChart
          title={t('latencyChart')}
          summary={t('latencySummary')}
          times={times}
          timeLabel={t('time')}
          format={duration}
          series={[
            { id: 'p50', label: t('p50'), values: values('p50Ms') },
            { id: 'p90', label: t('p90'), values: values('p90Ms') },
            { id: 'p99', label: t('p99'), values: values('p99Ms') },
          ]}
        />
      </Card>
    </section>
  )
}
