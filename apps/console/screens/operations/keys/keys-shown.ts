// Which of the keys are shown: by whether they still count, and by any word in what is known of them.

import type { Key } from '@lockness/client'

export type KeyState = 'live' | 'ended' | 'all'

export const KEYS_PAGE = 1_000

/** The newest first: ids begin with the time. The root key, which has no such id, comes last. */
export function keysShown(keys: readonly Key[], state: KeyState, text: string): readonly Key[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return keys
    .filter((key) => state === 'all' || (key.state === 'live') === (state === 'live'))
    .filter((key) => {
      const all = textOf(key)
      return words.every((word) => all.includes(word))
    })
    .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.id < b.id ? 1 : -1))
}

function textOf({ id, name, roles, stores = [], modules = [], actions = [], createdBy }: Key): string {
  return [id, name, ...roles, ...stores, ...modules, ...actions, createdBy].join(' ').toLowerCase()
}
