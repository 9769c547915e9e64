import type { Metadata } from 'next'
import { messagesOf } from '#messages/messages.ts'
import { ImportScreen } from '#screens/data/import/import-screen.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await messagesOf('data'))('viewImport') }
}

export default function ImportPage() {
  return <ImportScreen />
}
