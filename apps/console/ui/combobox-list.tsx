'use client'

// The list below a combobox. Nobody opens it before the page is there, so what is in it comes right after the first view.

import { lazy, Suspense, useEffect } from 'react'
import type { ComboboxOptionsProps } from './combobox-options.tsx'

const load = () => import('./combobox-options.tsx')
const Options = lazy(async () => ({ default: (await load()).ComboboxOptions }))

export function ComboboxList({ isOpen, ...props }: ComboboxOptionsProps & { readonly isOpen: boolean }) {
  useEffect(() => {
    // Where it could not be brought, it is asked for again when it is opened.
    load().catch(() => undefined)
  }, [])
  return (
    isOpen && (
      <Suspense>
        <Options {...props} />
      </Suspense>
    )
  )
}
