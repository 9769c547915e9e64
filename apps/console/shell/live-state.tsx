'use client'
// One dot: whether changes are heard of.

import { useMessages } from '#messages/use-messages.tsx'
import { classes } from '#ui/classes.ts'
import { Tooltip } from '#ui/tooltip.tsx'
import { useLive, useRevision } from './live.tsx'

const LOOKS = { live: 'bg-allow', connecting: 'bg-faint', away: 'bg-cond' } as const
const TITLES = { live: 'liveTitle', connecting: 'connectingTitle', away: 'awayTitle' } as const

export function LiveState() {
  const t = useMessages('shell')
  const { state } = useLive()
  const revision = useRevision()
  if (state === 'off') return null
  const isKnown = state === 'live' && revision !== undefined
  const text = isKnown ? t('liveRevision', { revision }) : t(TITLES[state])
  return (
    <Tooltip text={text}>
      <button
        type="button"
        data-live={state}
        className="inline-flex min-h-8 flex-none items-center gap-1.5 rounded-md px-2 text-muted text-xs hover:bg-hover"
      >
        <span aria-hidden="true" className={classes('size-2 rounded-full', LOOKS[state])} />
        {t(state)}
      </button>
    </Tooltip>
  )
}
