'use client'
// Texts in the browser: a room's layout wraps it in `<RoomMessages room="explorer">`, and inside of it client components
// say `const t = useMessages('explorer')`. Only the texts of rooms around a component are there, in one language.

import { createContext, type ReactNode, useContext, useMemo } from 'react'
import type { KeyOf, Room } from './rooms.ts'
import { type Translate, translatorOf } from './translate.ts'

interface Given {
  readonly locale: string
  readonly rooms: Readonly<Partial<Record<Room, Readonly<Record<string, string>>>>>
}

const Messages = createContext<Given>({ locale: 'en', rooms: {} })

export function MessagesProvider({
  locale,
  room,
  texts,
  children,
}: {
  readonly locale: string
  readonly room: Room
  readonly texts: Readonly<Record<string, string>>
  readonly children: ReactNode
}) {
  const outer = useContext(Messages)
  const given = useMemo(
    () => ({ locale, rooms: { ...outer.rooms, [room]: texts } }),
    [locale, outer.rooms, room, texts],
  )
  return <Messages value={given}>{children}</Messages>
}

export function useMessages<R extends Room>(room: R): Translate<R> {
  const { locale, rooms } = useContext(Messages)
  const texts = rooms[room]
  if (!texts) throw new Error(`the texts of \`${room}\` are not here: wrap it in <RoomMessages room="${room}">`)
  return useMemo(() => translatorOf<R>(texts as Record<KeyOf<R>, string>, locale), [texts, locale])
}
