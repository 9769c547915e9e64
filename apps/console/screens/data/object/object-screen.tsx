'use client'
// One thing: who has access to it and through what, its tuples, what lies in it, what happened to it.

import { Compass, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useEffect } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useRefreshOnChange } from '#shell/live.tsx'
import { rememberRecent } from '#shell/recent.ts'
import { useStore } from '#shell/store-context.tsx'
import { Breadcrumbs } from '#ui/breadcrumbs.tsx'
import { Button } from '#ui/button.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { LinkButton } from '#ui/link.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { TabLinks } from '#ui/tabs.tsx'
import { TypeIcon } from '#ui/type-icon.tsx'
import { addressOf, roomOf, withQuery } from '../address.ts'
import { useChangeSheet } from '../change/change-context.ts'
import { typeOf } from '../words.ts'
import { useLexicon } from '../words-context.tsx'
import type { ObjectPageData } from './read-object.ts'

// Of the tabs only the one that is open is loaded.
const AccessSection = dynamic(() => import('./access-section.tsx').then((each) => each.AccessSection))
const TuplesSection = dynamic(() => import('./tuples-section.tsx').then((each) => each.TuplesSection))
const HistorySection = dynamic(() => import('./history-section.tsx').then((each) => each.HistorySection))
const ObjectTree = dynamic(() => import('../objects/object-tree.tsx').then((each) => each.ObjectTree), { ssr: false })

export function ObjectScreen(data: ObjectPageData) {
  const t = useMessages('data')
  const store = useStore().id
  const { object, tab, tabs, isThere } = data
  useRefreshOnChange()
  useEffect(() => {
    rememberRecent(store, { object, name: object, href: addressOf(store, object) })
  }, [store, object])
  const links = tabs.map((each) => ({
    href: addressOf(store, object, each === tabs[0] ? undefined : each),
    label: t(`tab_${each}`),
    isCurrent: each === tab,
  }))
  return (
    <>
      <ObjectHeader data={data} tabs={<TabLinks label={t('tabs')} links={links} />} />
      {!isThere && tab !== 'history' ? (
        <EmptyState title={t('notThereTitle')} text={t('notThereText')} />
      ) : (
        <Section key={`${object} ${tab}`} {...data} />
      )}
    </>
  )
}

function ObjectHeader({ data, tabs }: { readonly data: ObjectPageData; readonly tabs: React.ReactNode }) {
  const t = useMessages('data')
  const lexicon = useLexicon()
  const store = useStore().id
  const { mayWrite, open } = useChangeSheet()
  const { object, within } = data
  const type = typeOf(object)
  const id = object.slice(type.length + 1)
  const isThing = (lexicon.type(type)?.relations.length ?? 0) > 0
  const crumbs = [
    { label: t('title'), href: roomOf(store) },
    { label: lexicon.pluralOf(type), href: withQuery(roomOf(store), { type }) },
    ...within.slice(0, 1).map((name) => ({ label: name.slice(name.indexOf(':') + 1), href: addressOf(store, name) })),
    { label: id },
  ]
  const asks = isThing ? { ask: 'who', object } : { ask: 'reach', subject: object }
  const explorer = `/s/${encodeURIComponent(store)}/explorer?${new URLSearchParams(asks)}`
  return (
    <PageHeader
      above={<Breadcrumbs label={t('breadcrumbs')} crumbs={crumbs} />}
      title={
        <span className="inline-flex min-w-0 items-center gap-2.5">
          <TypeIcon type={type} icon={lexicon.iconOf(type)} size="large" />
          <span className="min-w-0 break-all">{id}</span>
        </span>
      }
      beside={
        <span className="inline-flex items-center gap-1 font-mono text-muted text-xs">
          {object}
          <CopyButton text={object} label={t('copyId')} />
        </span>
      }
      description={lexicon.type(type)?.sentence}
      tabs={tabs}
      actions={
        <>
          <LinkButton href={explorer} icon={<Compass aria-hidden="true" />}>
            {t('askAboutIt')}
          </LinkButton>
          <Button
            kind="primary"
            icon={<Plus aria-hidden="true" />}
            disabled={!mayWrite}
            onClick={() =>
              open({
                purpose: 'write',
                wish: { added: [], removed: [] },
                given: isThing ? { object } : { subject: object },
              })
            }
          >
            {isThing ? t('giveAccess') : t('writeTuples')}
          </Button>
        </>
      }
    />
  )
}

function Section({ tab, object, access, tuples, history }: ObjectPageData) {
  if (tab === 'access' && access) return <AccessSection object={object} access={access} />
  if ((tab === 'tuples' || tab === 'given') && tuples) return <TuplesSection object={object} tab={tab} first={tuples} />
  if (tab === 'history' && history) return <HistorySection object={object} first={history} />
  return <ObjectTree root={object} />
}
