'use client'
// An old version of the model comes back as a new one: the modules that differ are pushed as they were then. It is asked and
// judged like any other push, because what was right then need not fit the tuples of today.

import type { Client } from '@lockness/client'
import { useCallback, useEffect, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useClient } from '#session/browser-client.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { LoadingState } from '#ui/loading-state.tsx'
import type { PushTarget } from '../workbench/push.ts'
import { PushDialog } from '../workbench/push-dialog.tsx'

export interface RollBackProps {
  readonly store: string
  readonly to: string
  /** The version in force. */
  readonly from: string
  readonly onDone: () => void
  readonly onClose: () => void
}

export function RollBack({ store, to, from, onDone, onClose }: RollBackProps) {
  const t = useMessages('models')
  const client = useClient()
  const [target, setTarget] = useState<PushTarget>()
  const [problem, setProblem] = useState<string>()
  const read = useCallback(() => {
    setProblem(undefined)
    targetOfVersion(client, { store, to, from }).then(setTarget, (error: Error) => setProblem(error.message))
  }, [client, store, to, from])
  useEffect(read, [read])

  const title = t('rollBackTo', { id: to })
  const isSame = target?.kind === 'modules' && target.parts.length === 0
  if (!target || isSame)
    return (
      <Dialog title={title} isOpen width="narrow" onOpenChange={(isOpen) => !isOpen && onClose()}>
        {isSame && <EmptyState isSmall title={t('diffSame')} text={t('rollBackSame')} />}
        {problem === undefined && !isSame && <LoadingState isSmall label={t('reading')} lines={2} />}
        {problem !== undefined && <ErrorState isSmall title={t('readFailed')} text={problem} onRetry={read} />}
      </Dialog>
    )
  return (
    <PushDialog
      store={store}
      target={target}
      catalog={[]}
      title={title}
      onOpenPlace={() => undefined}
      onPushed={onDone}
      onClose={onClose}
    />
  )
}

interface Versions {
  readonly store: string
  readonly to: string
  readonly from: string
}

async function targetOfVersion(client: Client, { store, to, from }: Versions): Promise<PushTarget> {
  const [old, now] = await Promise.all([
    client.model.get({ store, model: to }),
    client.model.get({ store, model: from }),
  ])
  if (!old.modules || !now.modules) return { kind: 'whole', text: old.text, replacesModules: now.modules !== undefined }
  const current = new Map(now.modules.map(({ module, version }) => [module, version]))
  const changed = old.modules.filter(({ module, version }) => current.get(module) !== version)
  const kept = new Set(old.modules.map(({ module }) => module))
  const restored = await Promise.all(
    changed.map(async ({ module, version }) => {
      const { files } = await client.module.get({ store, module, version })
      return { module, files, basedOn: current.get(module) ?? null }
    }),
  )
  const gone = now.modules
    .filter(({ module }) => !kept.has(module))
    .map(({ module, version }) => ({ module, files: null, basedOn: version }))
  return { kind: 'modules', parts: [...restored, ...gone] }
}
