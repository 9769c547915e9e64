import { LocknessError } from '@lockness/client'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import { requireSession } from '#session/session.ts'
import { StoreProvider } from '#shell/store-context.tsx'

export default async function StoreLayout({
  children,
  params,
}: {
  readonly children: ReactNode
  readonly params: Promise<{ readonly store: string }>
}) {
  const { store } = await params
  const { client } = await requireSession()
  const found = await client.store.read({ store: decodeURIComponent(store) }).catch((error: unknown) => {
    if (error instanceof LocknessError && (error.status === 404 || error.status === 400)) notFound()
    throw error
  })
  return <StoreProvider store={{ id: found.id, name: found.name }}>{children}</StoreProvider>
}
