import type { ReactNode } from 'react'
import { RoomMessages } from '#messages/room-messages.tsx'

export default function DataLayout({ children }: { readonly children: ReactNode }) {
  return <RoomMessages room="data">{children}</RoomMessages>
}
