'use client'

// What all pieces want to know and nobody should have to hand down: the language, the direction, the words they say
// themselves. The shell puts one provider around everything.

import { DirectionProvider } from 'radix-ui/direction'
import { createContext, type ReactNode, use, useMemo } from 'react'
import { ENGLISH_TEXTS, type UiTexts } from './texts.ts'

interface Surroundings {
  readonly locale: string
  readonly texts: UiTexts
}

const SurroundingsContext = createContext<Surroundings>({ locale: 'en', texts: ENGLISH_TEXTS })

export interface UiProviderProps {
  /** As in `<html lang>`, for dates and numbers. */
  readonly locale: string
  readonly direction: 'ltr' | 'rtl'
  readonly texts?: UiTexts
  readonly children: ReactNode
}

export function UiProvider({ locale, direction, texts = ENGLISH_TEXTS, children }: UiProviderProps) {
  const surroundings = useMemo(() => ({ locale, texts }), [locale, texts])
  return (
    <SurroundingsContext value={surroundings}>
      <DirectionProvider dir={direction}>{children}</DirectionProvider>
    </SurroundingsContext>
  )
}

export function useUiTexts(): UiTexts {
  return use(SurroundingsContext).texts
}

export function useLocale(): string {
  return use(SurroundingsContext).locale
}
