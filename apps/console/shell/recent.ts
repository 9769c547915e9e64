// What somebody looked at lately, kept in their browser, for the command palette. A room says so with `rememberRecent`.

export interface Recent {
  /** `document:plan` */
  readonly object: string
  readonly name: string
  readonly href: string
}

const RECENT_MAX = 12

export function rememberRecent(store: string, seen: Recent): void {
  const others = recentOf(store).filter(({ object }) => object !== seen.object)
  try {
    localStorage.setItem(keyOf(store), JSON.stringify([seen, ...others].slice(0, RECENT_MAX)))
  } catch {
    // A browser that keeps nothing has no recent things.
  }
}

/** The latest first. */
export function recentOf(store: string): readonly Recent[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(store)) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isRecent) : []
  } catch {
    return []
  }
}

function keyOf(store: string): string {
  return `lockness-recent-${store}`
}

/** It was kept by a browser, which may keep anything. */
function isRecent(value: unknown): value is Recent {
  if (typeof value !== 'object' || value === null) return false
  const { object, name, href } = value as Partial<Record<keyof Recent, unknown>>
  return typeof object === 'string' && typeof name === 'string' && typeof href === 'string' && /^\/(?!\/)/.test(href)
}
