'use client'
// Files, text and meaning side by side; on a phone one below the other.

import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Field } from '#ui/field.tsx'
import { Select } from '#ui/select.tsx'
import { SplitPane } from '#ui/split-pane.tsx'
import { useToast } from '#ui/toast.tsx'
import type { Finding } from '../workspace/examine.ts'
import type { Examined } from '../workspace/examiner.ts'
import type { ModelSymbol } from '../workspace/symbols.ts'
import type { OpenWorkspace } from '../workspace/use-workspace.ts'
import { inReadingOrder } from '../workspace/workspace.ts'
import { EditorPane } from './editor-pane.tsx'
import { FileList } from './file-list.tsx'
import { PANELS, type Panel } from './panels.ts'
import { RenameDialog } from './rename-dialog.tsx'
import { SidePanel } from './side-panel.tsx'
import type { DeskState } from './use-desk.ts'
import { useGuide, useIndex } from './use-guide.ts'

export interface DeskProps {
  readonly open: Pick<OpenWorkspace, 'workspace' | 'before' | 'changed' | 'write' | 'edit'>
  readonly desk: DeskState
  readonly onAdd?: (module: string) => void
  readonly onRemove?: (path: string) => void
  /** Default: all. */
  readonly panels?: readonly Panel[]
  readonly ask?: ReactNode
}

export function Desk({ open, desk, onAdd, onRemove, panels = PANELS, ask }: DeskProps) {
  const t = useMessages('models')
  const toast = useToast()
  const { workspace, changed, before } = open
  const { files } = workspace
  const { path, examined } = desk
  const [renaming, setRenaming] = useState<ModelSymbol>()
  const index = useIndex(files)
  const catalog = examined.model?.catalog ?? []
  const guide = useGuide({ path, files, catalog, onGoTo: desk.open, onRename: setRenaming }, index)
  const findings = useMemo(() => findingsOf(examined, path), [examined, path])
  const errors = useMemo(() => errorCounts(examined), [examined])
  const paths = useMemo(() => inReadingOrder(files.keys()), [files])
  const text = files.get(path) ?? ''
  const isFresh = examined.of?.get(path) === text
  const { write } = open
  const change = useCallback((file: string, next: string) => write(file, next), [write])
  const list = { paths, current: path, onOpen: desk.openFile, changed: new Set(changed), errors }

  return (
    <>
      <div className="grid overflow-clip rounded-lg border border-line bg-surface lg:h-[calc(100dvh-15rem)] lg:min-h-120 lg:grid-cols-[13rem_minmax(0,1fr)]">
        <div className="hidden overflow-y-auto border-line border-e bg-canvas p-2 lg:block">
          <FileList {...list} {...(onAdd && { onAdd })} {...(onRemove && { onRemove })} />
        </div>
        <div className="p-3 lg:hidden">
          <Field label={t('file')} isLabelHidden>
            <Select
              value={path}
              isMono
              options={paths.map((each) => ({ value: each, label: each }))}
              onChange={(event) => desk.openFile(event.currentTarget.value)}
            />
          </Field>
        </div>
        <SplitPane
          className="min-h-0"
          initial={58}
          start={
            <EditorPane
              path={path}
              text={text}
              onChange={change}
              findings={findings}
              isFresh={isFresh}
              guide={guide}
              index={index}
              desk={desk}
              onRename={setRenaming}
            />
          }
          end={
            <SidePanel
              desk={desk}
              panels={panels}
              ask={ask}
              path={path}
              text={text}
              before={before.get(path)}
              catalog={catalog}
              onFix={isFresh ? open.edit : undefined}
              onOpenRelation={(type, relation) => {
                const [place] = index().definitionsOf({ kind: 'relation', type, relation })
                if (place) desk.open(place)
              }}
            />
          }
        />
      </div>
      {renaming && (
        <RenameDialog
          symbol={renaming}
          files={files}
          index={index()}
          onRename={({ edits, places }, to) => {
            open.edit(edits)
            setRenaming(undefined)
            toast({ text: t('renamed', { name: to, count: places, files: edits.size }) })
          }}
          onClose={() => setRenaming(undefined)}
        />
      )}
    </>
  )
}

function findingsOf({ model, tested }: Examined, path: string): Finding[] {
  const failures = (tested ?? [])
    .flatMap((each) => each.failures)
    .filter(({ file }) => file === path)
    .map((failure): Finding => ({ ...failure, severity: 'error', code: 'test-failed', message: failure.question }))
  const ofTests = (tested ?? []).flatMap((each) => each.findings).filter(({ file }) => file === path)
  return [...(model?.findings ?? []).filter(({ file }) => file === path), ...ofTests, ...failures]
}

function errorCounts({ model, tested }: Examined): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const add = (file: string, count: number) => count > 0 && counts.set(file, (counts.get(file) ?? 0) + count)
  for (const { file, severity } of model?.findings ?? []) add(file, severity === 'error' ? 1 : 0)
  for (const { file, failed } of tested ?? []) add(file, failed)
  return counts
}
