'use client'
// What the command palette offers: what the room can do, rooms, what was looked at lately, stores, settings.

import { Clock, Database, Keyboard, Languages, LogOut, SunMoon } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { LOCALE_NAMES, LOCALES } from '#messages/locale.ts'
import { useMessages } from '#messages/use-messages.tsx'
import { CommandPalette, type PaletteCommand } from '#ui/command-palette.tsx'
import { useCommandPalette } from './commands.ts'
import { useCurrentStore } from './current-store.ts'
import { useFrame } from './frame-context.tsx'
import { usePreferences } from './preferences.ts'
import { recentOf } from './recent.ts'
import { hrefOf, OPEN_ROOMS } from './rooms.ts'
import { useLinkTo } from './store-switcher.tsx'
import { THEMES } from './theme.ts'

const THEME_NAMES = { system: 'themeSystem', light: 'themeLight', dark: 'themeDark' } as const

interface Given {
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}

export function ShellPalette({ isOpen, onOpenChange }: Given) {
  const t = useMessages('shell')
  const store = useCurrentStore()
  const rooms = useRoomRows()
  const recent = useRecentRows(store?.id)
  const { stores } = useFrame()
  const linkTo = useLinkTo()
  const router = useRouter()
  const { commands } = useCommandPalette()
  const settings = useSettingRows()
  const groups = [
    {
      id: 'room',
      heading: t('groupActions'),
      commands: commands.map(({ run, key, ...rest }) => ({ ...rest, shortcut: key, onSelect: run })),
    },
    { id: 'rooms', heading: t('groupRooms'), commands: rooms },
    { id: 'recent', heading: t('groupRecent'), commands: recent },
    {
      id: 'stores',
      heading: t('groupStores'),
      commands: stores
        .filter(({ id }) => id !== store?.id)
        .map(({ id, name }) => ({
          id,
          label: t('switchTo', { store: name }),
          icon: <Database aria-hidden="true" />,
          onSelect: () => router.push(linkTo(id)),
        })),
    },
    { id: 'settings', heading: t('groupSettings'), commands: settings },
  ]
  const closing = ({ onSelect, ...rest }: PaletteCommand): PaletteCommand => ({
    ...rest,
    onSelect: () => {
      onOpenChange(false)
      onSelect()
    },
  })
  return (
    <CommandPalette
      label={t('commands')}
      placeholder={t('searchCommands')}
      empty={t('noCommand')}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      groups={groups
        .filter((group) => group.commands.length > 0)
        .map((group) => ({ ...group, commands: group.commands.map(closing) }))}
    />
  )
}

function useRoomRows(): PaletteCommand[] {
  const t = useMessages('shell')
  const router = useRouter()
  const store = useCurrentStore()?.id
  return OPEN_ROOMS.flatMap((room) => {
    const href = hrefOf(room, store)
    if (href === undefined) return []
    return [
      {
        id: room.id,
        label: t('goTo', { room: t(room.id) }),
        icon: <room.icon key={room.id} aria-hidden="true" />,
        shortcut: `G ${room.key.toUpperCase()}`,
        onSelect: () => router.push(href),
      },
    ]
  })
}

function useRecentRows(store: string | undefined): PaletteCommand[] {
  const router = useRouter()
  if (store === undefined) return []
  return recentOf(store).map(({ object, name, href }) => ({
    id: object,
    label: name,
    detail: object,
    icon: <Clock aria-hidden="true" />,
    onSelect: () => router.push(href),
  }))
}

function useSettingRows(): PaletteCommand[] {
  const t = useMessages('shell')
  const prefer = usePreferences()
  const { openHelp } = useCommandPalette()
  const { theme, locale } = useFrame()
  const themes = THEMES.filter((each) => each !== theme).map((each) => ({
    id: `theme-${each}`,
    label: t(THEME_NAMES[each]),
    detail: t('theme'),
    icon: <SunMoon aria-hidden="true" />,
    onSelect: () => void prefer({ theme: each }),
  }))
  const locales = LOCALES.filter((each) => each !== locale).map((each) => ({
    id: `locale-${each}`,
    label: LOCALE_NAMES[each],
    detail: t('language'),
    icon: <Languages aria-hidden="true" />,
    onSelect: () => void prefer({ locale: each }),
  }))
  const help = {
    id: 'help',
    label: t('shortcuts'),
    icon: <Keyboard aria-hidden="true" />,
    shortcut: '?',
    onSelect: openHelp,
  }
  const out = { id: 'sign-out', label: t('signOut'), icon: <LogOut aria-hidden="true" />, onSelect: signOut }
  return [...themes, ...locales, help, out]
}

/** As the form in the account menu does it. */
function signOut(): void {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = '/sign-out'
  document.body.append(form)
  form.submit()
}
