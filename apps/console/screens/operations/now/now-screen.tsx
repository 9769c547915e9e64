'use client'
// How the server is doing now: what is wrong first, then the figures, the lines of the last minutes, the nodes, and what
// takes long. It is drawn by the server with what is known, and goes on by itself from there.

import { Pause, Play } from 'lucide-react'
import { useMessages } from '#messages/use-messages.tsx'
import { FailureState } from '#screens/failure-state.tsx'
import { answerOf } from '#session/tried.ts'
import { Button } from '#ui/button.tsx'
import { OperationsHeader } from '../operations-header.tsx'
import { Figures } from './figures.tsx'
import { FindingList } from './finding-list.tsx'
import { LoadCharts } from './load-charts.tsx'
import { NodeTable } from './node-table.tsx'
import { PaceTable } from './pace-table.tsx'
import { SlowQuestionTable } from './slow-question-table.tsx'
import type { Snapshot } from './snapshot.ts'
import { useSnapshot } from './use-snapshot.ts'

export interface NowScreenProps {
  readonly first: Snapshot
  /** By their ids. */
  readonly storeNames: Readonly<Record<string, string>>
}

export function NowScreen({ first, storeNames }: NowScreenProps) {
  const t = useMessages('operations')
  const { snapshot, samples, findings, since, isPaused, pause } = useSnapshot(first)
  const { system, nodes, slow } = snapshot
  if ('failure' in system && system.failure.kind === 'forbidden') {
    return (
      <>
        <OperationsHeader />
        <FailureState failure={system.failure} needs="can_read on system:lockness" />
      </>
    )
  }
  const load = answerOf(snapshot.load)
  return (
    <>
      <OperationsHeader
        actions={
          <Button
            size="small"
            aria-pressed={isPaused}
            icon={isPaused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
            onClick={() => pause(!isPaused)}
          >
            {isPaused ? t('goOn') : t('pause')}
          </Button>
        }
      />
      <div className="flex flex-col gap-8">
        <FindingList findings={findings} since={since} checkedMs={snapshot.atMs} />
        <Figures snapshot={snapshot} samples={samples} />
        <LoadCharts samples={samples} />
        <NodeTable nodes={nodes} system={answerOf(system)} storeNames={storeNames} />
        <PaceTable load={load} />
        <SlowQuestionTable slow={slow} storeNames={storeNames} />
      </div>
    </>
  )
}
