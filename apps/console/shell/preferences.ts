'use client'
// Language and appearance, kept by the server in a cookie and seen at once.

import { useRouter } from 'next/navigation'
import { useCallback } from 'react'
import type { Locale } from '#messages/locale.ts'
import type { Theme } from './theme.ts'

export type Preferences = { readonly theme: Theme } | { readonly locale: Locale }

export function usePreferences(): (wanted: Preferences) => Promise<void> {
  const router = useRouter()
  return useCallback(
    async (wanted) => {
      if ('theme' in wanted) show(wanted.theme)
      // What it answers with is a page for those without script.
      await fetch('/preferences', { method: 'POST', body: new URLSearchParams(wanted), redirect: 'manual' })
      router.refresh()
    },
    [router],
  )
}

function show(theme: Theme): void {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset.theme
  else dataset.theme = theme
}
