// The rooms of the house, in the order in which they are shown. A room with a store is about the one that is chosen.

import { Boxes, Compass, FlaskConical, Gauge, House, type LucideIcon, Waypoints } from 'lucide-react'

export type RoomId = 'home' | 'explorer' | 'models' | 'data' | 'operations' | 'playground'

export interface RoomRow {
  readonly id: RoomId
  /** `[store]` stands for the one that is chosen. */
  readonly path: string
  readonly icon: LucideIcon
  /** Pressed after `g`. */
  readonly key: string
  /** Somebody has furnished it. */
  readonly isOpen: boolean
}

// biome-ignore format: a table is read by its columns
export const ROOMS: readonly RoomRow[] = [
  { id: 'home',       path: '/',                   icon: House,        key: 'h', isOpen: true },
  { id: 'explorer',   path: '/s/[store]/explorer', icon: Compass,      key: 'e', isOpen: true },
  { id: 'models',     path: '/s/[store]/models',   icon: Waypoints,    key: 'm', isOpen: true },
  { id: 'data',       path: '/s/[store]/data',     icon: Boxes,        key: 'd', isOpen: true },
  { id: 'operations', path: '/operations',         icon: Gauge,        key: 'o', isOpen: true },
  { id: 'playground', path: '/playground',         icon: FlaskConical, key: 'p', isOpen: true },
]

export const OPEN_ROOMS = ROOMS.filter(({ isOpen }) => isOpen)

/** Undefined: it needs a store and there is none. */
export function hrefOf({ path }: RoomRow, store: string | undefined): string | undefined {
  if (!path.includes('[store]')) return path
  return store === undefined ? undefined : path.replace('[store]', encodeURIComponent(store))
}

export function roomAt(pathname: string): RoomId | undefined {
  if (pathname === '/') return 'home'
  const inStore = /^\/s\/[^/]+\/([^/]+)/.exec(pathname)?.[1]
  const name = inStore ?? pathname.split('/')[1]
  return ROOMS.find(({ id }) => id === name)?.id
}

export function storeAt(pathname: string): string | undefined {
  const found = /^\/s\/([^/]+)/.exec(pathname)?.[1]
  return found === undefined ? undefined : decodeURIComponent(found)
}
