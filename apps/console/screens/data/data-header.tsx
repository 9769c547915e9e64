'use client'
// The head of the room: its views are pages of their own.

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useStore } from '#shell/store-context.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { TabLinks } from '#ui/tabs.tsx'
import { roomOf } from './address.ts'

// biome-ignore format: a table is read by its columns
const VIEWS = [
  { path: '',        label: 'viewObjects', description: 'objectsDescription' },
  { path: '/tuples', label: 'viewTuples',  description: 'tuplesDescription' },
  { path: '/import', label: 'viewImport',  description: 'importDescription' },
  { path: '/export', label: 'viewExport',  description: 'exportDescription' },
  { path: '/live',   label: 'viewLive',    description: 'liveDescription' },
] as const

export function DataHeader({ actions, beside }: { readonly actions?: ReactNode; readonly beside?: ReactNode }) {
  const t = useMessages('data')
  const room = roomOf(useStore().id)
  const pathname = usePathname()
  const current = VIEWS.findLast(({ path }) => pathname === room + path) ?? VIEWS[0]
  const links = VIEWS.map((view) => ({
    href: room + view.path,
    label: t(view.label),
    isCurrent: view === current,
  }))
  return (
    <PageHeader
      title={t('title')}
      description={t(current.description)}
      beside={beside}
      actions={actions}
      tabs={<TabLinks label={t('views')} links={links} />}
    />
  )
}
