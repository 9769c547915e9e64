// The tour in the frame: the panel is there in every room while the tour is under way. It needs the store of the demo
// world; without one there is no tour.

import { cookies } from 'next/headers'
import { RoomMessages } from '#messages/room-messages.tsx'
import type { StoreFacts } from '#shell/store-context.tsx'
import { TourPanel } from './tour-panel.tsx'
import { TOUR_COOKIE } from './tour-progress.ts'
import { DEMO_STORE } from './tour-steps.ts'

export async function TourGuide({ stores }: { readonly stores: readonly StoreFacts[] }) {
  const store = stores.find(({ name }) => name === DEMO_STORE)
  if (!store) return null
  return (
    <RoomMessages room="home">
      <TourPanel store={store.id} first={(await cookies()).get(TOUR_COOKIE)?.value} />
    </RoomMessages>
  )
}
