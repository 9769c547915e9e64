import Link from 'next/link'
import { messagesOf } from '#messages/messages.ts'
import { requireSession } from '#session/session.ts'
import { Page } from '#shell/page.tsx'

export default async function HomePage() {
  const { stores } = await requireSession()
  const t = await messagesOf('home')
  return (
    <Page>
      <h1 className="font-semibold text-xl">{t('title')}</h1>
      <p className="text-muted">{t('description')}</p>
      <ul className="mt-4 grid gap-2">
        {stores?.items.map(({ id, name }) => (
          <li key={id}>
            <Link className="text-accent-ink underline" href={`/s/${encodeURIComponent(id)}`}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  )
}
