import type { ReactNode } from 'react'
import { RoomMessages } from '#messages/room-messages.tsx'
import { ChangeProvider } from '#screens/data/change/change-provider.tsx'
import { readRoom } from '#screens/data/read-room.ts'
import { WordsProvider } from '#screens/data/words-context.tsx'
import { Page } from '#shell/page.tsx'

export default async function DataLayout({
  children,
  params,
}: {
  readonly children: ReactNode
  readonly params: Promise<{ readonly store: string }>
}) {
  const { words, mayWrite } = await readRoom((await params).store)
  return (
    <RoomMessages room="data">
      <WordsProvider words={words}>
        <ChangeProvider mayWrite={mayWrite}>
          <Page>{children}</Page>
        </ChangeProvider>
      </WordsProvider>
    </RoomMessages>
  )
}
