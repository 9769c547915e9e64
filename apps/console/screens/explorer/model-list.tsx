'use client'

// The versions of the model to choose from: the one in force, those with a label, and all of the past, the newest first.

import { useEffect, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useClient } from '#session/browser-client.tsx'
import { isAnswered } from '#session/tried.ts'
import { useStore } from '#shell/store-context.tsx'
import { classes } from '#ui/classes.ts'
import { useLocale } from '#ui/provider.tsx'
import { exactTime } from '#ui/relative-time.ts'

const VERSIONS_SHOWN = 50

interface Choice {
  readonly model: string | undefined
  readonly name: string
  readonly detail: string
}

export function ModelList({
  value,
  onChoose,
}: {
  readonly value: string | undefined
  readonly onChoose: (model: string | undefined) => void
}) {
  const t = useMessages('explorer')
  const { choices, state } = useModelChoices()
  const all: readonly Choice[] = [
    { model: undefined, name: t('modelInForce'), detail: t('modelInForceHint') },
    ...choices,
  ]
  return (
    <ul className="flex max-h-80 flex-col overflow-y-auto">
      {all.map(({ model, name, detail }) => (
        <li key={model ?? ''}>
          <button
            type="button"
            aria-pressed={model === value}
            onClick={() => onChoose(model)}
            className={classes(
              'flex w-full min-w-0 flex-col rounded-md px-2 py-1.5 text-start',
              model === value ? 'bg-selected' : 'hover:bg-hover',
            )}
          >
            <span className={classes('max-w-full truncate', model === undefined ? 'font-medium' : 'font-mono text-xs')}>
              {name}
            </span>
            <span className="max-w-full truncate text-muted text-xs">{detail}</span>
          </button>
        </li>
      ))}
      <li role="status" className="px-2 text-muted text-xs">
        {state === 'loading' && t('loading')}
        {state === 'failed' && t('modelsFailed')}
      </li>
    </ul>
  )
}

/** Labels first, then versions, the newest first. */
function useModelChoices(): { readonly choices: readonly Choice[]; readonly state: 'loading' | 'ready' | 'failed' } {
  const t = useMessages('explorer')
  const locale = useLocale()
  const client = useClient()
  const { id: store } = useStore()
  const [choices, setChoices] = useState<readonly Choice[]>([])
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading')
  useEffect(() => {
    const asking = new AbortController()
    const { signal } = asking
    const load = async () => {
      const { items } = await client.model.list({ store, pageSize: VERSIONS_SHOWN }, { signal })
      const labels = items.flatMap(({ labels: names, id }) => names.map((label) => ({ label, id })))
      setChoices([
        ...labels.map(({ label, id }) => ({ model: `label:${label}`, name: `label:${label}`, detail: id })),
        ...items.map(({ id, revision, at }) => ({
          model: id,
          name: id,
          detail: t('modelSince', { revision: String(revision), at: exactTime(new Date(at), locale) }),
        })),
      ])
      setState('ready')
    }
    load().catch((error: unknown) => {
      if (!signal.aborted && isAnswered(error)) setState('failed')
    })
    return () => asking.abort()
  }, [client, store, t, locale])
  return { choices, state }
}
