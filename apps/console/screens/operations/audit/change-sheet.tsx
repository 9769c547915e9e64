'use client'
// One change, closer: who, when, why; each tuple before and after; the model and the labels that moved; and its place in
// the chain.

import type { AuditReadOutput } from '@lockness/client'
import { useEffect, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import { useClient } from '#session/browser-client.tsx'
import { type Tried, tried } from '#session/tried.ts'
import { CopyButton } from '#ui/copy-button.tsx'
import { type Fact, KeyValueList } from '#ui/key-value.tsx'
import { LoadingState } from '#ui/loading-state.tsx'
import { PartialState } from '#ui/partial-state.tsx'
import { Section } from '#ui/section.tsx'
import { Sheet } from '#ui/sheet.tsx'
import { Time } from '#ui/time.tsx'
import { SYSTEM_SCOPE } from './audit-address.ts'
import { ActorName } from './audit-columns.tsx'
import { TupleChanges } from './tuple-changes.tsx'

export interface ChangeSheetProps {
  readonly scope: string
  readonly revision: number
  readonly actorNames: Readonly<Record<string, string>>
  readonly onClose: () => void
}

export function ChangeSheet({ scope, revision, actorNames, onClose }: ChangeSheetProps) {
  const t = useMessages('operations')
  const [found, retry] = useChange(scope, revision)
  return (
    <Sheet
      isOpen
      width="wide"
      title={t('changeTitle', { revision })}
      description={found && 'value' in found ? found.value.action : undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
    >
      {!found && <LoadingState label={t('loadingChange')} lines={6} />}
      {found && 'failure' in found && (
        <FailureState isSmall failure={found.failure} needs={`can_read on store:${scope}`} onRetry={retry} />
      )}
      {found && 'value' in found && <Change change={found.value} scope={scope} actorNames={actorNames} />}
    </Sheet>
  )
}

function useChange(scope: string, revision: number): [Tried<AuditReadOutput> | undefined, () => void] {
  const { audit } = useClient()
  const [found, setFound] = useState<Tried<AuditReadOutput>>()
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is a new try
  useEffect(() => {
    const ending = new AbortController()
    const options = { signal: ending.signal }
    setFound(undefined)
    const asked =
      scope === SYSTEM_SCOPE ? audit.readSystem({ revision }, options) : audit.read({ store: scope, revision }, options)
    void tried(asked).then((result) => {
      if (!ending.signal.aborted) setFound(result)
    })
    return () => ending.abort()
  }, [audit, scope, revision, round])
  return [found, () => setRound(round + 1)]
}

interface ChangeProps {
  readonly change: AuditReadOutput
  readonly scope: string
  readonly actorNames: Readonly<Record<string, string>>
}

function Change({ change, scope, actorNames }: ChangeProps) {
  const t = useMessages('operations')
  const { at, actor, source, reason, changes, isKept, isWhole, model, labels, added, removed } = change
  const facts: Fact[] = [
    { label: t('who'), value: <ActorName t={t} actor={actor} names={actorNames} /> },
    { label: t('when'), value: <Time at={at} style="exact" /> },
    { label: t('why'), value: reason ?? <span className="text-faint">{t('noReason')}</span> },
    { label: t('way'), value: source },
    ...(model ? [{ label: t('model'), value: <ModelMove model={model} /> }] : []),
    ...labels.map((label) => ({ label: t('labelOf', { label: label.label }), value: label.model ?? t('removed') })),
  ]
  return (
    <div className="flex flex-col gap-6">
      <KeyValueList facts={facts} />
      <Section title={t('beforeAfter')} className="mb-0">
        {!isKept && <PartialState title={t('notKept')} text={t('notKeptText')} />}
        {isKept && !isWhole && (
          <PartialState title={t('notAllShown', { shown: changes.length, all: added + removed })} />
        )}
        {isKept && changes.length === 0 && <p className="text-muted text-sm">{t('noTuplesChanged')}</p>}
        {changes.length > 0 && <TupleChanges changes={changes} scope={scope} />}
      </Section>
      <Proof change={change} />
    </div>
  )
}

function ModelMove({ model: { before, after } }: { readonly model: NonNullable<AuditReadOutput['model']> }) {
  const t = useMessages('operations')
  return (
    <span className="flex flex-wrap items-baseline gap-x-2 font-mono text-xs">
      {before === undefined ? (
        <span className="text-faint">{t('noneBefore')}</span>
      ) : (
        <del className="text-deny">{before}</del>
      )}
      <span aria-hidden="true">→</span>
      <ins className="text-allow no-underline">{after}</ins>
    </span>
  )
}

function Proof({ change: { proof } }: { readonly change: AuditReadOutput }) {
  const t = useMessages('operations')
  if (!proof) return null
  const hash = (text: string) => (
    <span className="inline-flex max-w-full items-center gap-1">
      <code className="break-all font-mono text-xs">{text}</code>
      <CopyButton text={text} label={t('copyHash')} />
    </span>
  )
  const facts: Fact[] = [
    { label: t('hash'), value: hash(proof.hash) },
    { label: t('previousHash'), value: proof.previous ? hash(proof.previous) : t('firstRevision') },
    { label: t('commit'), value: <code className="font-mono text-xs">{proof.commit}</code> },
    { label: t('epoch'), value: String(proof.epoch) },
  ]
  return (
    <Section title={t('proof')} description={t('proofText')} className="mb-2">
      <KeyValueList facts={facts} />
    </Section>
  )
}
