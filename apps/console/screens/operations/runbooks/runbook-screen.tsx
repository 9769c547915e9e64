// One runbook, with the way back and to all the others.

import { messagesOf } from '#messages/messages.ts'
import { Breadcrumbs } from '#ui/breadcrumbs.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import type { Block } from './markdown.ts'
import { RunbookText } from './runbook-text.tsx'
import { type Runbook, runbookHref } from './runbooks.ts'

export async function RunbookScreen({ name, blocks }: { readonly name: Runbook; readonly blocks: readonly Block[] }) {
  const t = await messagesOf('operations')
  const title = blocks.find(({ kind }) => kind === 'title')
  const words = title?.kind === 'title' ? title.parts.map(({ text }) => text).join('') : name
  const above = [
    { label: t('title'), href: '/operations' },
    ...(name === 'README' ? [] : [{ label: t('runbooks'), href: runbookHref('README') }]),
  ]
  return (
    <>
      <PageHeader
        title={<span lang="en">{words}</span>}
        description={name === 'README' ? undefined : t('runbookDescription', { file: `docs/runbooks/${name}.md` })}
        above={<Breadcrumbs label={t('here')} crumbs={above} />}
      />
      <RunbookText blocks={blocks} />
    </>
  )
}
