// The body of a room: its margins, and how wide it may become. A room that draws up to the edges is `full`.

import type { ReactNode } from 'react'

const WIDTHS = { text: 'max-w-3xl', wide: 'max-w-7xl', full: 'max-w-none' } as const

export function Page({
  width = 'wide',
  children,
}: {
  readonly width?: keyof typeof WIDTHS
  readonly children: ReactNode
}) {
  return <div className={`mx-auto w-full flex-1 px-4 py-6 sm:px-6 lg:px-8 ${WIDTHS[width]}`}>{children}</div>
}
