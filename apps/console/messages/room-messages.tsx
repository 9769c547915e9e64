// Gives a room's texts to the client components in it.

import type { ReactNode } from 'react'
import { readLocale } from './messages.ts'
import { loadTexts, type Room } from './rooms.ts'
import { MessagesProvider } from './use-messages.tsx'

export async function RoomMessages({ room, children }: { readonly room: Room; readonly children: ReactNode }) {
  const locale = await readLocale()
  return (
    <MessagesProvider locale={locale} room={room} texts={await loadTexts(room, locale)}>
      {children}
    </MessagesProvider>
  )
}
