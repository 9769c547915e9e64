'use client'
// Holds the sheet in which tuples are changed. It is loaded when it is first opened.

import dynamic from 'next/dynamic'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { ChangesContext, type Opening } from './change-context.ts'

const ChangeSheet = dynamic(() => import('./change-sheet.tsx').then((each) => each.ChangeSheet), { ssr: false })

export function ChangeProvider({ mayWrite, children }: { readonly mayWrite: boolean; readonly children: ReactNode }) {
  const [opening, setOpening] = useState<Opening & { readonly number: number }>()
  const [isOpen, setOpen] = useState(false)
  const open = useCallback((next: Opening) => {
    setOpening((before) => ({ ...next, number: (before?.number ?? 0) + 1 }))
    setOpen(true)
  }, [])
  const changes = useMemo(() => ({ mayWrite, open }), [mayWrite, open])
  return (
    <ChangesContext value={changes}>
      {children}
      {opening && <ChangeSheet key={opening.number} opening={opening} isOpen={isOpen} onOpenChange={setOpen} />}
    </ChangesContext>
  )
}
