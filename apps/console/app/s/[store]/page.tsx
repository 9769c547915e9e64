import { redirect } from 'next/navigation'
import { hrefOf, OPEN_ROOMS } from '#shell/rooms.ts'

/** A store itself is no room: its first one is shown. */
export default async function StorePage({ params }: { readonly params: Promise<{ readonly store: string }> }) {
  const store = decodeURIComponent((await params).store)
  const first = OPEN_ROOMS.find(({ path }) => path.includes('[store]'))
  redirect((first && hrefOf(first, store)) ?? '/')
}
