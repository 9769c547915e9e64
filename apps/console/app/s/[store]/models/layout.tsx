import type { ReactNode } from 'react'
import { RoomMessages } from '#messages/room-messages.tsx'

export default function ModelsLayout({ children }: { readonly children: ReactNode }) {
  return <RoomMessages room="models">{children}</RoomMessages>
}
