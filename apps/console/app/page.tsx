import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { messagesOf } from '#messages/messages.ts'
import { RoomMessages } from '#messages/room-messages.tsx'
import { HomeScreen } from '#screens/home/home-screen.tsx'
import { readOverview } from '#screens/home/overview/read-overview.ts'
import { TOUR_COOKIE } from '#screens/home/tour/tour-progress.ts'
import { DEMO_STORE } from '#screens/home/tour/tour-steps.ts'
import { requireSession } from '#session/session.ts'
import { Page } from '#shell/page.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await messagesOf('home'))('title') }
}

export default async function HomePage() {
  const [{ client, who, stores }, jar] = await Promise.all([requireSession(), cookies()])
  const demo = stores?.items.find(({ name }) => name === DEMO_STORE)?.id
  return (
    <RoomMessages room="operations">
      <RoomMessages room="home">
        <Page>
          <HomeScreen
            facts={await readOverview(client)}
            name={who.name}
            demo={demo}
            progressText={jar.get(TOUR_COOKIE)?.value}
          />
        </Page>
      </RoomMessages>
    </RoomMessages>
  )
}
