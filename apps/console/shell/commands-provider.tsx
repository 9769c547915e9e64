'use client'
// Holds the commands of the rooms that are shown, and hears the keys. The palette and the sheet of shortcuts are loaded
// when they are first opened.

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { Commands, type Registry, type RoomCommand } from './commands.ts'
import { useCurrentStore } from './current-store.ts'
import { keyPressed } from './keys.ts'
import { hrefOf, OPEN_ROOMS } from './rooms.ts'

const Palette = dynamic(() => import('./palette.tsx').then(({ ShellPalette }) => ShellPalette), { ssr: false })
const Shortcuts = dynamic(() => import('./shortcuts.tsx').then(({ ShortcutsSheet }) => ShortcutsSheet), { ssr: false })

export function CommandsProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<'palette' | 'help'>()
  const [byOwner, setByOwner] = useState<ReadonlyMap<string, readonly RoomCommand[]>>(new Map())
  const put = useCallback((owner: string, commands: readonly RoomCommand[] | undefined) => {
    setByOwner((before) => {
      const next = new Map(before)
      if (commands) next.set(owner, commands)
      else next.delete(owner)
      return next
    })
  }, [])
  const commands = useMemo(() => [...byOwner.values()].flat(), [byOwner])
  const modifier = useModifier()
  const registry = useMemo(
    () => ({
      commands,
      put,
      modifier,
      open: () => setShown('palette'),
      openHelp: () => setShown('help'),
    }),
    [commands, put, modifier],
  )
  useKeys(registry, shown !== undefined)
  const onOpenChange = (isOpen: boolean) => setShown((before) => (isOpen ? before : undefined))
  return (
    <Commands value={registry}>
      {children}
      {shown === 'palette' && <Palette isOpen onOpenChange={onOpenChange} />}
      {shown === 'help' && <Shortcuts isOpen onOpenChange={onOpenChange} />}
    </Commands>
  )
}

/** `g` and a letter goes to a room; the rest are single keys. */
function useKeys({ commands, open, openHelp }: Registry, isShown: boolean): void {
  const router = useRouter()
  const store = useCurrentStore()?.id
  const isGoing = useRef(false)
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const key = keyPressed(event, document.activeElement)
      const wasGoing = isGoing.current
      isGoing.current = false
      if (key === undefined || (isShown && key !== 'palette')) return
      const run = act(key, wasGoing)
      if (!run) return
      event.preventDefault()
      run()
    }
    const act = (key: string, wasGoing: boolean): (() => void) | undefined => {
      if (key === 'palette') return open
      const room = wasGoing ? OPEN_ROOMS.find((each) => each.key === key) : undefined
      const href = room && hrefOf(room, store)
      if (href !== undefined) return () => router.push(href)
      if (key === '?') return openHelp
      if (key === 'g') return () => void (isGoing.current = true)
      return commands.find((command) => command.key === key)?.run
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  }, [commands, open, openHelp, isShown, router, store])
}

const never = () => () => undefined

/** The server does not know the keyboard; what it writes is right on most. */
function useModifier(): string {
  return useSyncExternalStore(
    never,
    () => (/Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl'),
    () => 'Ctrl',
  )
}
