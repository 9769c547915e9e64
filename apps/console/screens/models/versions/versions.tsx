'use client'
// Every version that the model ever had, the newest first, with the labels that stand for one. Any two can be compared, and an
// old one can be brought back: as a new version, so that history stays what it was.

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useClient } from '#session/browser-client.tsx'
import { useRefreshOnChange } from '#shell/live.tsx'
import { Card } from '#ui/card.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { Pagination } from '#ui/pagination.tsx'
import { useToast } from '#ui/toast.tsx'
import { useColumns, type VersionRow } from './version-columns.tsx'

// What only some need comes when they ask for it.
const LabelDialog = dynamic(() => import('./label-dialog.tsx').then((each) => each.LabelDialog), { ssr: false })
const RollBack = dynamic(() => import('./roll-back.tsx').then((each) => each.RollBack), { ssr: false })

export interface VersionsProps {
  readonly store: string
  readonly room: string
  readonly rows: readonly VersionRow[]
  readonly inForce: string | undefined
  /** Of the next page. */
  readonly cursor: string | undefined
  readonly isFirst: boolean
}

export function Versions({ store, room, rows, inForce, cursor, isFirst }: VersionsProps) {
  const t = useMessages('models')
  const client = useClient()
  const router = useRouter()
  const toast = useToast()
  useRefreshOnChange()
  const [labelling, setLabelling] = useState<VersionRow>()
  const [restoring, setRestoring] = useState<VersionRow>()
  const removeLabel = async (label: string, model: string) => {
    await client.label.remove({ store, label })
    router.refresh()
    toast({
      text: t('labelRemoved', { label }),
      onUndo: () => {
        void client.label.set({ store, label, model }).then(() => router.refresh())
      },
    })
  }
  const columns = useColumns({ room, rows, inForce, removeLabel, onLabel: setLabelling, onRestore: setRestoring })
  return (
    <div className="grid gap-gap">
      <Card isFlush>
        <DataTable<VersionRow> label={t('tabVersions')} columns={columns} rows={rows} rowKey={({ id }) => id} />
      </Card>
      {(!isFirst || cursor !== undefined) && (
        <Pagination
          label={t('tabVersions')}
          previous={isFirst ? undefined : `${room}/versions`}
          previousLabel={t('newest')}
          next={cursor === undefined ? undefined : `${room}/versions?cursor=${encodeURIComponent(cursor)}`}
        />
      )}
      {labelling && (
        <LabelDialog
          store={store}
          model={labelling.id}
          onDone={(label) => {
            setLabelling(undefined)
            router.refresh()
            toast({ text: t('labelSet', { label }) })
          }}
          onClose={() => setLabelling(undefined)}
        />
      )}
      {restoring && inForce !== undefined && (
        <RollBack
          store={store}
          to={restoring.id}
          from={inForce}
          onDone={() => {
            setRestoring(undefined)
            router.refresh()
            toast({ text: t('rolledBack') })
          }}
          onClose={() => setRestoring(undefined)}
        />
      )}
    </div>
  )
}
