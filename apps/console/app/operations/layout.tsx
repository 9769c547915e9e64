import type { ReactNode } from 'react'
import { RoomMessages } from '#messages/room-messages.tsx'
import { requireSession } from '#session/session.ts'

export default async function OperationsLayout({ children }: { readonly children: ReactNode }) {
  await requireSession()
  return <RoomMessages room="operations">{children}</RoomMessages>
}
