'use client'
// The one way to change tuples in this room: whoever wants to opens the sheet with a wish.

import { createContext, use } from 'react'
import type { Change, Wish } from './change.ts'

export interface Opening {
  readonly wish: Wish
  /** `write` has a form to add more; the others say what they do. */
  readonly purpose: 'write' | 'remove' | 'undo'
  /** Of a tuple that is written: what is known of it already. */
  readonly given?: { readonly object?: string; readonly subject?: string }
  /** Of an undo: what is taken back. */
  readonly undoes?: Change
}

export interface Changes {
  /** False: the key may read and not write. */
  readonly mayWrite: boolean
  readonly open: (opening: Opening) => void
}

export const ChangesContext = createContext<Changes>({ mayWrite: false, open: () => undefined })

export function useChangeSheet(): Changes {
  return use(ChangesContext)
}
