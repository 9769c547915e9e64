import type { Metadata } from 'next'
import { messagesOf } from '#messages/messages.ts'
import { ExportScreen } from '#screens/data/export/export-screen.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await messagesOf('data'))('viewExport') }
}

export default function ExportPage() {
  return <ExportScreen />
}
