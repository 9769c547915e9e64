import type { ReactNode } from 'react'
import { RoomMessages } from '#messages/room-messages.tsx'

/** No session is needed: nothing here leaves the browser. */
export default function PlaygroundLayout({ children }: { readonly children: ReactNode }) {
  return <RoomMessages room="playground">{children}</RoomMessages>
}
