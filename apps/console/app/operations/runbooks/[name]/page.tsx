import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { messagesOf } from '#messages/messages.ts'
import { parseMarkdown } from '#screens/operations/runbooks/markdown.ts'
import { readRunbook } from '#screens/operations/runbooks/read-runbook.ts'
import { RunbookScreen } from '#screens/operations/runbooks/runbook-screen.tsx'
import { isRunbook } from '#screens/operations/runbooks/runbooks.ts'
import { requireSession } from '#session/session.ts'

interface Props {
  readonly params: Promise<{ readonly name: string }>
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await messagesOf('operations'))('runbook') }
}

export default async function RunbookPage({ params }: Props) {
  const [{ name }] = await Promise.all([params, requireSession()])
  if (!isRunbook(name)) notFound()
  return <RunbookScreen name={name} blocks={parseMarkdown(await readRunbook(name))} />
}
