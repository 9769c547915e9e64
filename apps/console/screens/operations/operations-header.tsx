'use client'
// The head of the room: its four views are pages of their own.

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { TabLinks } from '#ui/tabs.tsx'

// biome-ignore format: a table is read by its columns
const VIEWS = [
  { href: '/operations',       label: 'viewNow' },
  { href: '/operations/usage', label: 'viewUsage' },
  { href: '/operations/keys',  label: 'viewKeys' },
  { href: '/operations/audit', label: 'viewAudit' },
] as const

const DESCRIPTIONS = {
  viewNow: 'nowDescription',
  viewUsage: 'usageDescription',
  viewKeys: 'keysDescription',
  viewAudit: 'auditDescription',
} as const

export function OperationsHeader({ actions, beside }: { readonly actions?: ReactNode; readonly beside?: ReactNode }) {
  const t = useMessages('operations')
  const pathname = usePathname()
  const { label } = VIEWS.findLast(({ href }) => pathname === href || pathname.startsWith(`${href}/`)) ?? VIEWS[0]
  const links = VIEWS.map((view) => ({ href: view.href, label: t(view.label), isCurrent: view.label === label }))
  return (
    <PageHeader
      title={t('title')}
      description={t(DESCRIPTIONS[label])}
      beside={beside}
      actions={actions}
      tabs={<TabLinks label={t('views')} links={links} />}
    />
  )
}
