'use client'
// Everything that can be done from the keyboard: the command palette and the keys of rooms. A room adds its own while it
// is shown, with `useCommands([...])`; what it adds is gone when the room is left.

import { createContext, type ReactNode, use, useEffect, useId } from 'react'

/** One thing that a room can do. Keep the list the same between drawings (`useMemo`). */
export interface RoomCommand {
  readonly id: string
  readonly label: string
  /** Said smaller beside it, and searched too. */
  readonly detail?: string
  readonly icon?: ReactNode
  /** A single key, pressed while nothing is being typed. */
  readonly key?: string
  readonly run: () => void
}

export interface Registry {
  readonly commands: readonly RoomCommand[]
  put(owner: string, commands: readonly RoomCommand[] | undefined): void
  readonly open: () => void
  readonly openHelp: () => void
  /** As it is written on this keyboard. */
  readonly modifier: string
}

export const Commands = createContext<Registry | undefined>(undefined)

/** For as long as the component that calls it is shown. */
export function useCommands(commands: readonly RoomCommand[]): void {
  const { put } = useCommandPalette()
  const owner = useId()
  useEffect(() => {
    put(owner, commands)
    return () => put(owner, undefined)
  }, [put, owner, commands])
}

export function useCommandPalette(): Registry {
  const registry = use(Commands)
  if (!registry) throw new Error('there is no frame around this: there are no commands')
  return registry
}
