'use client'
// What every piece of the interface stands in: language, direction and the few words that the pieces say themselves.

import type { ReactNode } from 'react'
import { directionOf } from '#messages/locale.ts'
import { UiProvider } from '#ui/provider.tsx'

export function Surroundings({ locale, children }: { readonly locale: string; readonly children: ReactNode }) {
  return (
    <UiProvider locale={locale} direction={directionOf(locale)}>
      {children}
    </UiProvider>
  )
}
