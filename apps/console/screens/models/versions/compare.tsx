'use client'
// Two versions beside each other: first what it means, then the texts.

import type { ModelDiff } from '@lockness/language'
import { useRouter } from 'next/navigation'
import { useMessages } from '#messages/use-messages.tsx'
import { Card } from '#ui/card.tsx'
import { DiffView } from '#ui/diff-view.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { Field } from '#ui/field.tsx'
import { Select } from '#ui/select.tsx'
import { SemanticDiff } from '../parts/semantic-diff.tsx'
import type { CatalogType } from '../workspace/catalog-shown.ts'

export interface CompareProps {
  readonly room: string
  readonly from: string
  readonly to: string
  readonly versions: readonly { readonly id: string; readonly label: string }[]
  readonly diff: ModelDiff
  readonly catalog: readonly CatalogType[]
  readonly files: readonly { readonly path: string; readonly before: string; readonly after: string }[]
}

export function Compare({ room, from, to, versions, diff, catalog, files }: CompareProps) {
  const t = useMessages('models')
  const router = useRouter()
  const options = versions.map(({ id, label }) => ({ value: id, label }))
  const show = (next: { readonly from: string; readonly to: string }) =>
    router.replace(`${room}/versions/compare?from=${encodeURIComponent(next.from)}&to=${encodeURIComponent(next.to)}`)
  return (
    <div className="grid gap-6">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('compareFrom')}>
          <Select value={from} options={options} onChange={(event) => show({ from: event.currentTarget.value, to })} />
        </Field>
        <Field label={t('compareTo')}>
          <Select value={to} options={options} onChange={(event) => show({ from, to: event.currentTarget.value })} />
        </Field>
      </div>
      <Card title={t('whatChanges')}>
        <SemanticDiff diff={diff} catalog={catalog} />
      </Card>
      <section className="grid gap-gap">
        <h2 className="font-semibold text-base">{t('texts')}</h2>
        {files.length === 0 && <EmptyState isSmall title={t('textsSame')} />}
        {files.map(({ path, before, after }) => (
          <div key={path} className="grid gap-2">
            <h3 className="font-mono text-sm">{path}</h3>
            <DiffView label={t('textDiff', { path })} before={before} after={after} />
          </div>
        ))}
      </section>
    </div>
  )
}
