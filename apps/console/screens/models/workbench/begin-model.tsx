'use client'
// A store that has no model yet: how to get one.

import { useMessages } from '#messages/use-messages.tsx'
import { Button } from '#ui/button.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { LinkButton } from '#ui/link.tsx'
import type { OpenWorkspace } from '../workspace/use-workspace.ts'
import { WHOLE_MODEL } from '../workspace/workspace.ts'

const WHOLE = `model
  schema 1.1

type user

type document
  relations
    define owner: [user]
    define viewer: [user] or owner
    define can_read: viewer
    define can_write: owner
`
const MODULE = `module core

type user

type document
  relations
    define owner: [user]
    define viewer: [user] or owner
    define can_read: viewer
    define can_write: owner
`

export function BeginModel({ onBegin }: { readonly onBegin: OpenWorkspace['begin'] }) {
  const t = useMessages('models')
  return (
    <EmptyState
      title={t('noModel')}
      text={t('noModelText')}
      actions={
        <>
          <Button kind="primary" onClick={() => onBegin('modules', [['core/model.fga', MODULE]])}>
            {t('beginModules')}
          </Button>
          <Button onClick={() => onBegin('whole', [[WHOLE_MODEL, WHOLE]])}>{t('beginWhole')}</Button>
          <LinkButton href="/playground">{t('toPlayground')}</LinkButton>
        </>
      }
    />
  )
}
