'use client'
// What the texts mean, one view at a time.

import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Badge } from '#ui/badge.tsx'
import { DiffView } from '#ui/diff-view.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { LoadingState } from '#ui/loading-state.tsx'
import { Tabs } from '#ui/tabs.tsx'
import { CatalogView } from '../parts/catalog-view.tsx'
import { ProblemList } from '../parts/problem-list.tsx'
import { SemanticDiff } from '../parts/semantic-diff.tsx'
import { TestList } from '../parts/test-list.tsx'
import type { CatalogType } from '../workspace/catalog-shown.ts'
import { moduleOf, type TextEdit } from '../workspace/workspace.ts'
import type { Panel } from './panels.ts'
import type { DeskState } from './use-desk.ts'

const Picture = dynamic(() => import('../picture/picture.tsx').then((each) => each.Picture), { ssr: false })

export interface SidePanelProps {
  readonly desk: DeskState
  readonly panels: readonly Panel[]
  readonly ask: ReactNode
  readonly path: string
  readonly text: string
  /** The text in force; undefined when the file is new. */
  readonly before: string | undefined
  readonly catalog: readonly CatalogType[]
  readonly onFix: ((edits: ReadonlyMap<string, readonly TextEdit[]>) => void) | undefined
  readonly onOpenRelation: (type: string, relation: string) => void
}

export function SidePanel(props: SidePanelProps) {
  const { desk, panels, catalog, onOpenRelation, onFix } = props
  const t = useMessages('models')
  const { examined, panel, showPanel, open } = desk
  const { model, tested } = examined
  const errors = model?.findings.filter(({ severity }) => severity === 'error').length ?? 0
  const failed = tested?.reduce((sum, file) => sum + file.failed, 0) ?? 0
  const views: Readonly<Record<Panel, () => ReactNode>> = {
    ask: () => props.ask,
    problems: () => <ProblemList findings={model?.findings ?? []} onOpen={open} onFix={onFix} />,
    tests: () => <TestList tested={tested} isModelBroken={errors > 0} onOpen={open} />,
    changes: () => <Changes {...props} />,
    catalog: () => <CatalogView types={catalog} onOpen={onOpenRelation} isNarrow />,
    picture: () =>
      model && model.model.type_definitions.length > 0 ? (
        <div className="h-[calc(100dvh-21rem)] min-h-100">
          <Picture
            model={model.model}
            catalog={catalog}
            module={desk.path.includes('/') ? moduleOf(desk.path) : undefined}
            onOpenRelation={onOpenRelation}
          />
        </div>
      ) : (
        <EmptyState isSmall title={t('noPicture')} />
      ),
  }
  const counts: Readonly<Partial<Record<Panel, number>>> = { problems: errors, tests: failed }
  return (
    <div className="h-full overflow-y-auto p-3 max-lg:border-line max-lg:border-t">
      <Tabs
        label={t('panels')}
        value={panel}
        onValueChange={(next) => showPanel(next as Panel)}
        tabs={panels.map((value) => ({
          value,
          label: (
            <>
              {t(`panel_${value}`)}
              {counts[value] !== undefined && counts[value] > 0 && <Badge tone="deny">{counts[value]}</Badge>}
            </>
          ),
          content:
            value === panel ? model ? views[value]() : <LoadingState isSmall label={t('examining')} lines={4} /> : null,
        }))}
      />
    </div>
  )
}

function Changes({ desk, path, text, before, catalog }: SidePanelProps) {
  const t = useMessages('models')
  const { diff } = desk.examined.model ?? {}
  return (
    <div className="grid gap-5">
      {diff ? (
        <SemanticDiff diff={diff} catalog={catalog} />
      ) : (
        <EmptyState isSmall title={t('noDiff')} text={t('noDiffText')} />
      )}
      {before !== text && (
        <section className="grid gap-2">
          <h3 className="font-medium font-mono text-sm">{path}</h3>
          <DiffView label={t('textDiff', { path })} before={before ?? ''} after={text} />
        </section>
      )}
    </div>
  )
}
