'use client'

import { useLocale } from './provider.tsx'
import { durationText } from './quantities.ts'

export function Duration({ ms }: { readonly ms: number }) {
  return <span className="tabular-nums">{durationText(ms, useLocale())}</span>
}
