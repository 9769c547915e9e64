// The five steps of the tour, each a room with something prepared to look at: why somebody may, why somebody may not, the
// model that says so, the thing it is about, and who changed what. They are about the world that `npm start` loads.

import type { KeyOf } from '#messages/rooms.ts'
import type { RoomId } from '#shell/rooms.ts'

export interface TourStep {
  readonly room: RoomId
  readonly title: KeyOf<'home'>
  /** What one sees there. */
  readonly text: KeyOf<'home'>
  /** What to try. */
  readonly look: KeyOf<'home'>
  href(store: string): string
}

/** The store of the world that the tour is about. */
export const DEMO_STORE = 'demo'

const QUESTION = { permission: 'can_edit_profile', object: 'artist:luna' }

function inStore(store: string, path: string, params: Readonly<Record<string, string>> = {}): string {
  const search = new URLSearchParams(params).toString()
  return `/s/${encodeURIComponent(store)}/${path}${search === '' ? '' : `?${search}`}`
}

// biome-ignore format: a table is read by its columns
export const TOUR_STEPS: readonly TourStep[] = [
  { room: 'explorer',   title: 'step1Title', text: 'step1Text', look: 'step1Look', href: (store) => inStore(store, 'explorer', { ask: 'why', subject: 'user:eve', ...QUESTION }) },
  { room: 'explorer',   title: 'step2Title', text: 'step2Text', look: 'step2Look', href: (store) => inStore(store, 'explorer', { ask: 'why-not', subject: 'user:rhea', ...QUESTION }) },
  { room: 'models',     title: 'step3Title', text: 'step3Text', look: 'step3Look', href: (store) => inStore(store, 'models/picture', { module: 'music', type: 'artist', near: '1' }) },
  { room: 'data',       title: 'step4Title', text: 'step4Text', look: 'step4Look', href: (store) => inStore(store, `data/${encodeURIComponent('artist:luna')}`) },
  { room: 'operations', title: 'step5Title', text: 'step5Text', look: 'step5Look', href: (store) => `/operations/audit?${new URLSearchParams({ scope: store })}` },
]

/** Questions to begin with, without the tour. */
export const FIRST_QUESTIONS: readonly { readonly label: KeyOf<'home'>; href(store: string): string }[] = [
  {
    label: 'tryCan',
    href: (store) => inStore(store, 'explorer', { ask: 'can', subject: 'user:eve', ...QUESTION }),
  },
  {
    label: 'tryDo',
    href: (store) => inStore(store, 'explorer', { ask: 'do', subject: 'user:fin', object: 'label:northstar' }),
  },
  {
    label: 'tryWho',
    href: (store) =>
      inStore(store, 'explorer', { ask: 'who', of: 'user', permission: 'can_edit_profile', object: 'artist:luna' }),
  },
  {
    label: 'tryReach',
    href: (store) =>
      inStore(store, 'explorer', { ask: 'reach', subject: 'user:adam', permission: 'admin', type: 'organization' }),
  },
]
