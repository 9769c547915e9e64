'use client'

import { useLocale } from './provider.tsx'
import { durationText } from './quantities.ts'

export function Duration({ ms }: { readonly ms: number }) {
  const locale = useLocale()
  return (
    <span dir="auto" className="tabular-nums">
      {durationText(ms, locale)}
    </span>
  )
}
