'use client'
// What every piece of the interface stands in: language, direction and the few words that the pieces say themselves.

import type { ReactNode } from 'react'
import { directionOf } from '#messages/locale.ts'
import { UiProvider } from '#ui/provider.tsx'
import type { UiTexts } from '#ui/texts.ts'

interface Given {
  readonly locale: string
  readonly texts: UiTexts
  readonly children: ReactNode
}

export function Surroundings({ locale, texts, children }: Given) {
  return (
    <UiProvider locale={locale} direction={directionOf(locale)} texts={texts}>
      {children}
    </UiProvider>
  )
}
