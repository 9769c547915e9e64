'use client'
// The audit log: who did what, when and why; of a store, or of the installation itself. What is shown is the address; one
// record opens beside it, with what it changed, and the chain of all that is shown can be computed anew.

import type { AuditListOutput } from '@lockness/client'
import { useRouter } from 'next/navigation'
import { useCallback, useTransition } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import type { Tried } from '#session/tried.ts'
import type { StoreFacts } from '#shell/store-context.tsx'
import { Card } from '#ui/card.tsx'
import { DataTable } from '#ui/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { LinkButton } from '#ui/link.tsx'
import { Pagination } from '#ui/pagination.tsx'
import { OperationsHeader } from '../operations-header.tsx'
import { type AuditView, auditHref, isFiltered, SYSTEM_SCOPE } from './audit-address.ts'
import { auditColumns } from './audit-columns.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { ChainCheck } from './chain-check.tsx'
import { ChangeSheet } from './change-sheet.tsx'

export interface AuditScreenProps {
  readonly view: AuditView
  readonly page: Tried<AuditListOutput>
  readonly stores: readonly StoreFacts[]
  /** What keys are called, by `api_key:<id>`. */
  readonly actorNames: Readonly<Record<string, string>>
}

export function AuditScreen({ view, page, stores, actorNames }: AuditScreenProps) {
  const router = useRouter()
  const [isLoading, begin] = useTransition()
  const go = useCallback(
    (change: Partial<AuditView>) => begin(() => router.push(auditHref(view, change), { scroll: false })),
    [router, view],
  )
  const needs = view.scope === SYSTEM_SCOPE ? 'can_read on system:lockness' : `can_read on store:${view.scope}`
  return (
    <>
      <OperationsHeader />
      <AuditFilters key={auditHref(view)} view={view} stores={stores} actorNames={actorNames} onGo={go} />
      {'failure' in page ? (
        <FailureState failure={page.failure} needs={needs} />
      ) : (
        <Records view={view} page={page.value} actorNames={actorNames} isLoading={isLoading} onGo={go} />
      )}
      {view.revision !== undefined && (
        <ChangeSheet
          scope={view.scope}
          revision={view.revision}
          actorNames={actorNames}
          onClose={() => go({ revision: undefined })}
        />
      )}
    </>
  )
}

interface RecordsProps extends Pick<AuditScreenProps, 'view' | 'actorNames'> {
  readonly page: AuditListOutput
  readonly isLoading: boolean
  readonly onGo: (change: Partial<AuditView>) => void
}

function Records({ view, page: { items, cursor }, actorNames, isLoading, onGo }: RecordsProps) {
  const t = useMessages('operations')
  const [newest, oldest] = [items[0]?.revision, items.at(-1)?.revision]
  const isOnWay = items.length === 0 && cursor !== undefined
  return (
    <Card isFlush>
      <div className="flex flex-col gap-3 px-pad pt-pad pb-3">
        <ChainCheck key={`${view.scope} ${oldest} ${newest}`} scope={view.scope} from={oldest} to={newest} />
      </div>
      <DataTable
        label={t('viewAudit')}
        columns={auditColumns(t, actorNames)}
        rows={items}
        rowKey={({ revision }) => String(revision)}
        isLoading={isLoading}
        onOpen={({ revision }) => onGo({ revision })}
        empty={
          <EmptyState
            isSmall
            title={isOnWay ? t('notFoundYet') : isFiltered(view) ? t('noRecordsFound') : t('noRecords')}
            text={isOnWay ? t('notFoundYetText') : isFiltered(view) ? t('noRecordsFoundText') : t('noRecordsText')}
            actions={
              isFiltered(view) &&
              !isOnWay && <LinkButton href={auditHref({ ...view, ...NO_FILTER })}>{t('clearFilters')}</LinkButton>
            }
          />
        }
      />
      {(cursor !== undefined || view.cursor !== undefined) && (
        <Pagination
          label={t('pages')}
          previousLabel={t('newest')}
          {...(isOnWay && { nextLabel: t('searchOn') })}
          previous={view.cursor === undefined ? undefined : auditHref(view, { cursor: undefined })}
          next={cursor === undefined ? undefined : auditHref(view, { cursor, revision: undefined })}
        >
          {newest !== undefined && t('revisionsShown', { from: oldest ?? newest, to: newest })}
        </Pagination>
      )}
    </Card>
  )
}

const NO_FILTER = {
  actor: '',
  action: '',
  text: '',
  since: undefined,
  until: undefined,
  cursor: undefined,
  revision: undefined,
}
