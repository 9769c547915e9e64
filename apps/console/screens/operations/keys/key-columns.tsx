// One line about a key: name, what it may do and where, until when, its last use, and what can be done about it.

import type { Key } from '@lockness/client'
import { Ellipsis, RefreshCw, Trash2 } from 'lucide-react'
import type { Translate } from '#messages/translate.ts'
import { Badge } from '#ui/badge.tsx'
import { IconButton } from '#ui/icon-button.tsx'
import { TextLink } from '#ui/link.tsx'
import { Menu } from '#ui/menu.tsx'
import type { Column } from '#ui/table-column.ts'
import { Time } from '#ui/time.tsx'

interface KeyColumnParts {
  readonly t: Translate<'operations'>
  /** Of the key that is signed in with. */
  readonly ownId: string
  readonly storeNames: Readonly<Record<string, string>>
  readonly onDo: (doing: { readonly what: 'rotate' | 'revoke'; readonly key: Key }) => void
}

export function keyColumns({ t, ownId, storeNames, onDo }: KeyColumnParts): Column<Key>[] {
  return [
    {
      id: 'name',
      label: t('name'),
      isHeading: true,
      width: 'minmax(13rem, 1.6fr)',
      cell: ({ id, name, state }) => (
        <span className="flex min-w-0 flex-col @2xl:w-full @2xl:contain-inline-size">
          <span className="flex min-w-0 flex-wrap items-center gap-x-2">
            <span className="truncate font-medium">{name}</span>
            {id === ownId && <Badge tone="accent">{t('yourKey')}</Badge>}
            {state !== 'live' && <Badge tone={state === 'revoked' ? 'deny' : 'neutral'}>{t(state)}</Badge>}
          </span>
          <span className="truncate font-mono text-faint text-xs">{id}</span>
        </span>
      ),
    },
    {
      id: 'reach',
      label: t('mayDo'),
      width: 'minmax(13rem, 2fr)',
      cell: (key) => <Reach t={t} of={key} storeNames={storeNames} />,
    },
    { id: 'ends', label: t('ends'), align: 'end', width: '8rem', cell: (key) => <End t={t} of={key} /> },
    {
      id: 'used',
      label: t('lastUsed'),
      align: 'end',
      width: '9rem',
      cell: ({ lastUsedAt }) =>
        lastUsedAt ? <Time at={lastUsedAt} /> : <span className="text-faint">{t('never')}</span>,
    },
    { id: 'made', label: t('made'), align: 'end', width: '8rem', cell: ({ createdAt }) => <Time at={createdAt} /> },
    {
      id: 'do',
      label: t('whatToDo'),
      isActions: true,
      width: '6rem',
      cell: (key) => <KeyMenu t={t} of={key} onDo={onDo} />,
    },
  ]
}

function Reach({
  t,
  of: { roles, stores, modules, actions },
  storeNames,
}: {
  readonly t: Translate<'operations'>
  readonly of: Key
  readonly storeNames: Readonly<Record<string, string>>
}) {
  const places = stores ?? modules ?? []
  const names = places.map((place) => (Object.hasOwn(storeNames, place) ? storeNames[place] : place))
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-1 @2xl:w-full @2xl:contain-inline-size">
      {roles.map((role) => (
        <Badge key={role} tone={role === 'manager' ? 'cond' : 'neutral'}>
          {role}
        </Badge>
      ))}
      <span className="truncate text-muted text-xs" title={names.join(', ')}>
        {places.length === 0 ? t('everywhere') : t('in', { places: names.slice(0, 2).join(', ') })}
        {names.length > 2 && ` +${names.length - 2}`}
        {actions && ` · ${t('onlyActions', { actions: actions.join(', ') })}`}
      </span>
    </span>
  )
}

function End({ t, of: { state, expiresAt, revokedAt } }: { readonly t: Translate<'operations'>; readonly of: Key }) {
  const at = state === 'revoked' ? revokedAt : expiresAt
  if (!at) return <span className="text-faint">{t('neverEnds')}</span>
  return <Time at={at} />
}

function KeyMenu({
  t,
  of: key,
  onDo,
}: Pick<KeyColumnParts, 't' | 'onDo'> & {
  readonly of: Key
}) {
  const audit = `/operations/audit?scope=system&actor=${encodeURIComponent(`api_key:${key.id}`)}`
  if (key.state !== 'live') {
    return (
      <TextLink href={audit} className="text-sm">
        {t('whatItDid')}
      </TextLink>
    )
  }
  return (
    <Menu
      align="end"
      trigger={
        <IconButton size="small" label={t('doWith', { name: key.name })} icon={<Ellipsis aria-hidden="true" />} />
      }
      items={[
        {
          id: 'rotate',
          label: t('rotate'),
          icon: <RefreshCw aria-hidden="true" />,
          onSelect: () => onDo({ what: 'rotate', key }),
        },
        { id: 'audit', label: t('whatItDid'), href: audit },
        {
          id: 'revoke',
          label: t('revoke'),
          icon: <Trash2 aria-hidden="true" />,
          isDangerous: true,
          startsGroup: true,
          onSelect: () => onDo({ what: 'revoke', key }),
        },
      ]}
    />
  )
}
