'use client'

import { useLocale } from './provider.tsx'
import { bytesText, countText } from './quantities.ts'

export function ByteSize({ bytes }: { readonly bytes: number }) {
  const locale = useLocale()
  return (
    <span dir="auto" className="tabular-nums" title={countText(bytes, locale)}>
      {bytesText(bytes, locale)}
    </span>
  )
}
