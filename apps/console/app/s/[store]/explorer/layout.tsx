import type { ReactNode } from 'react'
import { RoomMessages } from '#messages/room-messages.tsx'

export default function ExplorerLayout({ children }: { readonly children: ReactNode }) {
  return <RoomMessages room="explorer">{children}</RoomMessages>
}
