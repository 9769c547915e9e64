'use client'
// Has somebody altered what is shown? The server computes the hashes of these revisions anew from what its log says, and
// compares the records with it; whoever wants to know of everything has the whole chain computed, part by part.

import type { AuditVerifyOutput } from '@lockness/client'
import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useClient } from '#session/browser-client.tsx'
import { type Failure, failureOf } from '#session/tried.ts'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { CopyButton } from '#ui/copy-button.tsx'
import { LinkButton } from '#ui/link.tsx'
import { Progress } from '#ui/progress.tsx'
import { runbookHref } from '../runbooks/runbooks.ts'
import { SYSTEM_SCOPE } from './audit-address.ts'
import { type Checked, checkChain } from './check-chain.ts'

export interface ChainCheckProps {
  readonly scope: string
  readonly from: number | undefined
  readonly to: number | undefined
}

export function ChainCheck({ scope, from, to }: ChainCheckProps) {
  const t = useMessages('operations')
  const { audit } = useClient()
  const [checked, setChecked] = useState<Checked>()
  const [failure, setFailure] = useState<Failure>()
  const [doing, setDoing] = useState<'shown' | 'all'>()
  const check = async (what: 'shown' | 'all', first: number, last?: number) => {
    setDoing(what)
    setFailure(undefined)
    setChecked(undefined)
    const verify = (range: { from: number; to?: number }): Promise<AuditVerifyOutput> =>
      scope === SYSTEM_SCOPE ? audit.verifySystem(range) : audit.verify({ store: scope, ...range })
    try {
      for await (const step of checkChain(verify, first, last)) setChecked(step)
    } catch (error) {
      setFailure(failureOf(error))
    } finally {
      setDoing(undefined)
    }
  }
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="small"
          icon={<ShieldCheck aria-hidden="true" />}
          isBusy={doing === 'shown'}
          disabled={from === undefined || doing === 'all'}
          onClick={() => from !== undefined && void check('shown', from, to)}
        >
          {t('checkShown')}
        </Button>
        <Button
          size="small"
          kind="quiet"
          isBusy={doing === 'all'}
          disabled={doing === 'shown'}
          onClick={() => void check('all', 1)}
        >
          {t('checkAll')}
        </Button>
        <p className="text-muted text-xs">{t('chainText')}</p>
      </div>
      {doing === 'all' && (
        <Progress label={t('checkAll')} {...(checked && { valueText: t('checkedTo', { to: checked.to }) })} />
      )}
      <div aria-live="polite">
        {failure && (
          <Banner tone="cond" title={t('notChecked')}>
            {failure.kind === 'away' ? t('awayKept') : failure.detail}
          </Banner>
        )}
        {checked && doing === undefined && <Outcome checked={checked} />}
      </div>
    </div>
  )
}

function Outcome({ checked: { from, to, hash, faults } }: { readonly checked: Checked }) {
  const t = useMessages('operations')
  if (faults.length === 0) {
    return (
      <Banner tone="allow" icon={<ShieldCheck aria-hidden="true" />} title={t('chainHolds', { from, to })}>
        {hash !== undefined && (
          <p className="flex flex-wrap items-center gap-x-1">
            {t('chainHash', { to })} <code className="break-all font-mono text-xs">{hash}</code>
            <CopyButton text={hash} label={t('copyHash')} />
          </p>
        )}
      </Banner>
    )
  }
  return (
    <Banner
      role="alert"
      tone="deny"
      title={t('chainBroken', { count: faults.length })}
      actions={
        <LinkButton size="small" href={runbookHref('divergence')}>
          {t('openRunbook')}
        </LinkButton>
      }
    >
      <ul className="mt-1 list-disc ps-5">
        {faults.map(({ kind, revision, message }) => (
          <li key={`${kind} ${revision}`}>
            {t(`fault_${kind}`, { revision })} <span className="text-xs">({message})</span>
          </li>
        ))}
      </ul>
    </Banner>
  )
}
