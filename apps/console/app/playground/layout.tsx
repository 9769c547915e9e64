import type { ReactNode } from 'react'
import { RoomMessages } from '#messages/room-messages.tsx'

/** No session is needed: nothing here leaves the browser. The editor is the one of the room "Models". */
export default function PlaygroundLayout({ children }: { readonly children: ReactNode }) {
  return (
    <RoomMessages room="models">
      <RoomMessages room="playground">{children}</RoomMessages>
    </RoomMessages>
  )
}
