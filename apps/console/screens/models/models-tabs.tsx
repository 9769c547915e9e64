'use client'
// The views of this room; each is a page of its own.

import { usePathname } from 'next/navigation'
import { useMessages } from '#messages/use-messages.tsx'
import { TabLinks } from '#ui/tabs.tsx'

const VIEWS = [
  { path: '', label: 'tabModules' },
  { path: '/edit', label: 'tabEdit' },
  { path: '/picture', label: 'tabPicture' },
  { path: '/catalog', label: 'tabCatalog' },
  { path: '/versions', label: 'tabVersions' },
] as const

export function ModelsTabs({ store }: { readonly store: string }) {
  const t = useMessages('models')
  const pathname = usePathname()
  const room = `/s/${encodeURIComponent(store)}/models`
  const within = pathname.slice(pathname.indexOf('/models') + '/models'.length)
  return (
    <TabLinks
      label={t('views')}
      links={VIEWS.map(({ path, label }) => ({
        href: room + path,
        label: t(label),
        isCurrent: path === '' ? within === '' : within.startsWith(path),
      }))}
    />
  )
}
