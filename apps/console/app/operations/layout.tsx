import type { ReactNode } from 'react'
import { RoomMessages } from '#messages/room-messages.tsx'
import { requireSession } from '#session/session.ts'
import { Page } from '#shell/page.tsx'

export default async function OperationsLayout({ children }: { readonly children: ReactNode }) {
  await requireSession()
  return (
    <RoomMessages room="operations">
      <Page>{children}</Page>
    </RoomMessages>
  )
}
