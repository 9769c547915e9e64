'use client'
// All keys there are, page by page: what each may do and where, until when, when it was used last; and what can be done
// about them. A secret is shown once, by the dialog that follows on making one.

import type { Key, KeyListOutput } from '@lockness/client'
import { KeyRound, Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useMemo, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import { useClient } from '#session/browser-client.tsx'
import { failureOf, type Tried } from '#session/tried.ts'
import { useCommands } from '#shell/commands.ts'
import { useFrame } from '#shell/frame-context.tsx'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { SearchInput } from '#ui/search-input.tsx'
import { Segmented } from '#ui/segmented.tsx'
import { useToast } from '#ui/toast.tsx'
import { VirtualTable } from '#ui/virtual-table.tsx'
import { OperationsHeader } from '../operations-header.tsx'
import { namesOf } from '../store-names.ts'
import { keyColumns } from './key-columns.tsx'
import type { Doing } from './key-dialogs.tsx'
import { KEYS_PAGE, type KeyState, keysShown } from './keys-shown.ts'

/** More rows than these are rendered as they come into view. */
const PLAIN_ROWS_MAX = 100

/** Loaded when there is something to do. */
const KeyDialogs = dynamic(() => import('./key-dialogs.tsx').then(({ KeyDialogs }) => KeyDialogs), { ssr: false })

export function KeysScreen({ first }: { readonly first: Tried<KeyListOutput> }) {
  const t = useMessages('operations')
  const [doing, setDoing] = useState<Doing>()
  const [isUsed, setUsed] = useState(false)
  if (doing && !isUsed) setUsed(true)
  const create = useMemo(() => () => setDoing({ what: 'create' }), [])
  const commands = useMemo(
    () => [{ id: 'new-key', label: t('newKey'), key: 'n', icon: <KeyRound aria-hidden="true" />, run: create }],
    [t, create],
  )
  useCommands('value' in first ? commands : NO_COMMANDS)
  return (
    <>
      <OperationsHeader
        actions={
          'value' in first && (
            <Button kind="primary" icon={<Plus aria-hidden="true" />} onClick={create}>
              {t('newKey')}
            </Button>
          )
        }
      />
      {'failure' in first ? (
        <FailureState failure={first.failure} needs="can_manage_keys on system:lockness" />
      ) : (
        <KeyList first={first.value} onDo={setDoing} />
      )}
      {isUsed && (
        <KeyDialogs doing={doing} keys={'value' in first ? first.value.items : []} onDone={() => setDoing(undefined)} />
      )}
    </>
  )
}

const NO_COMMANDS: readonly never[] = []

function KeyList({ first, onDo }: { readonly first: KeyListOutput; readonly onDo: (doing: Doing) => void }) {
  const t = useMessages('operations')
  const { stores, who } = useFrame()
  const { keys, cursor, isLoading, loadMore } = useKeyPages(first)
  const [state, setState] = useState<KeyState>('live')
  const [text, setText] = useState('')
  const shown = useMemo(() => keysShown(keys, state, text), [keys, state, text])
  const columns = keyColumns({ t, ownId: who.id, storeNames: namesOf(stores), onDo })
  const look = { label: t('keys'), columns, rowKey: ({ id }: Key) => id }
  const empty = (
    <EmptyState
      isSmall
      title={keys.length === 0 ? t('noKeys') : t('noKeysShown')}
      text={keys.length === 0 ? t('noKeysText') : t('noKeysShownText')}
    />
  )
  return (
    <Card isFlush>
      <div className="flex flex-wrap items-center gap-3 px-pad pt-pad pb-3">
        <Segmented
          label={t('state')}
          value={state}
          onChange={setState}
          options={[
            { value: 'live', label: t('keysLive') },
            { value: 'ended', label: t('keysEnded') },
            { value: 'all', label: t('keysAll') },
          ]}
        />
        <div className="min-w-48 flex-1 sm:max-w-80">
          <SearchInput value={text} onChange={setText} placeholder={t('searchKeys')} />
        </div>
        <p role="status" className="ms-auto text-muted text-sm tabular-nums">
          {t('keysCount', { count: shown.length })}
        </p>
      </div>
      {shown.length > PLAIN_ROWS_MAX ? (
        <VirtualTable {...look} count={shown.length} rowAt={(index) => shown[index]} empty={empty} />
      ) : (
        <DataTable {...look} rows={shown} empty={empty} />
      )}
      {cursor !== undefined && (
        <div className="flex flex-wrap items-center justify-between gap-3 border-line border-t px-pad py-3">
          <p className="text-muted text-sm">{t('moreKeys', { count: keys.length })}</p>
          <Button size="small" isBusy={isLoading} onClick={loadMore}>
            {t('loadMore')}
          </Button>
        </div>
      )}
    </Card>
  )
}

/** What came later goes behind what the server drew; when that is drawn anew, it begins again. */
function useKeyPages(first: KeyListOutput) {
  const client = useClient()
  const t = useMessages('operations')
  const toast = useToast()
  const [more, setMore] = useState<{ readonly after: KeyListOutput; readonly items: readonly Key[]; cursor?: string }>()
  const [isLoading, setLoading] = useState(false)
  const own = more?.after === first ? more : undefined
  const keys = useMemo(() => [...first.items, ...(own?.items ?? [])], [first, own])
  const cursor = own ? own.cursor : first.cursor
  const loadMore = async () => {
    if (cursor === undefined) return
    setLoading(true)
    try {
      const { items, cursor: next } = await client.key.list({ pageSize: KEYS_PAGE, cursor })
      setMore({ after: first, items: [...(own?.items ?? []), ...items], ...(next !== undefined && { cursor: next }) })
    } catch (error) {
      toast({ tone: 'failed', text: t('notLoaded'), detail: failureOf(error).detail })
    } finally {
      setLoading(false)
    }
  }
  return { keys, cursor, isLoading, loadMore }
}
