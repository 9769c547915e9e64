'use client'
// The modules of a model, each with how much of it is used. One can be chosen, and its relations are shown alone.

import { useMessages } from '#messages/use-messages.tsx'
import { classes } from '#ui/classes.ts'
import { Progress } from '#ui/progress.tsx'
import { Day } from './day.tsx'
import type { ModuleUse } from './usage-rows.ts'

export interface ModuleCardsProps {
  readonly modules: readonly ModuleUse[]
  /** Undefined: none. */
  readonly chosen: string | null | undefined
  readonly onChoose: (module: string | null | undefined) => void
}

export function ModuleCards({ modules, chosen, onChoose }: ModuleCardsProps) {
  const t = useMessages('operations')
  return (
    <section aria-label={t('modules')} className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
      {modules.map((each) => {
        const isChosen = each.module === chosen
        return (
          <button
            key={each.module ?? ''}
            type="button"
            aria-pressed={isChosen}
            onClick={() => onChoose(isChosen ? undefined : each.module)}
            className={classes(
              'flex min-w-0 flex-col gap-2 rounded-lg border bg-surface p-pad text-start transition-colors hover:bg-hover',
              isChosen ? 'border-accent' : 'border-line',
            )}
          >
            <ModuleFacts of={each} />
          </button>
        )
      })}
    </section>
  )
}

function ModuleFacts({ of: { module, relations, unused, lastUsed } }: { readonly of: ModuleUse }) {
  const t = useMessages('operations')
  const used = relations - unused
  return (
    <>
      <span className="flex w-full items-baseline justify-between gap-2">
        <span className="truncate font-semibold">{module ?? t('wholeModel')}</span>
        <span className="text-muted text-xs">{lastUsed === null ? t('neverUsed') : <Day day={lastUsed} />}</span>
      </span>
      <Progress label={t('usedShare')} value={used / relations} valueText={t('usedOf', { used, all: relations })} />
      <span className="text-muted text-sm tabular-nums">
        {unused === 0 ? t('usedOf', { used, all: relations }) : t('unusedOf', { unused, all: relations })}
      </span>
    </>
  )
}
