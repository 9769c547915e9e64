'use client'
// Where a model is written: its files at one side, the text in the middle, and beside it what the text means: mistakes, tests,
// the catalog as people will read it, the picture, and what would change. All of it follows the typing and none of it
// holds the typing up; nothing leaves the browser before somebody pushes.

import type { AuthorizationModel } from '@lockness/authz'
import { ArrowUpFromLine, FolderPlus, Undo2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useCommands } from '#shell/commands.ts'
import { useRefreshOnChange } from '#shell/live.tsx'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { ConfirmDialog } from '#ui/confirm-dialog.tsx'
import { useToast } from '#ui/toast.tsx'
import { type Base, useWorkspace } from '../workspace/use-workspace.ts'
import { moduleOf } from '../workspace/workspace.ts'
import { BeginModel } from './begin-model.tsx'
import { Desk } from './desk.tsx'
import { NewFileDialog } from './new-file-dialog.tsx'
import type { Panel } from './panels.ts'
import { type PushTarget, targetOf } from './push.ts'
import { PushDialog } from './push-dialog.tsx'
import { useDesk } from './use-desk.ts'

export interface WorkbenchProps {
  readonly store: string
  readonly base: Base
  readonly live: AuthorizationModel | undefined
  readonly file: string | undefined
  readonly panel: Panel | undefined
}

export function Workbench({ store, base, live, file, panel }: WorkbenchProps) {
  const t = useMessages('models')
  const toast = useToast()
  const router = useRouter()
  useRefreshOnChange()
  const open = useWorkspace(store, base)
  const desk = useDesk(open.workspace, { file, panel, ...(live && { live }) })
  const [target, setTarget] = useState<PushTarget>()
  const [adding, setAdding] = useState<{ readonly module?: string }>()
  const { changed, moved, workspace } = open
  const isModules = workspace.kind === 'modules'
  const pushedModules = [...new Set(changed.map(moduleOf))]
  const beginPush = () => {
    if (changed.length > 0) setTarget(targetOf(workspace, changed, open.basedOn))
  }
  useModelCommands(beginPush, () => setAdding({}))

  if (workspace.files.size === 0) return <BeginModel onBegin={open.begin} />
  return (
    <div className="grid gap-3">
      <Bar
        changed={changed.length}
        isRestored={open.isRestored}
        onNewModule={isModules ? () => setAdding({}) : undefined}
        onDiscard={() => open.revert()}
        onPush={beginPush}
      />
      {moved.length > 0 && (
        <Moved
          modules={moved}
          onTakeTheirs={() => open.revert(changed.filter((path) => moved.includes(moduleOf(path))))}
          onKeepOwn={open.keepOwn}
        />
      )}
      <Desk
        open={open}
        desk={desk}
        {...(isModules && {
          onAdd: (module: string) => setAdding({ module }),
          onRemove: (path: string) => open.write(path, null),
        })}
      />
      {target && (
        <PushDialog
          store={store}
          target={target}
          catalog={desk.examined.model?.catalog ?? []}
          title={isModules ? t('pushModules', { names: pushedModules.join(', ') }) : t('pushWhole')}
          onOpenPlace={(path, line) => {
            setTarget(undefined)
            desk.openLine(path, line)
          }}
          onPushed={() => {
            setTarget(undefined)
            open.revert()
            router.refresh()
            toast({ text: t('pushed'), detail: isModules ? pushedModules.join(', ') : undefined })
          }}
          onClose={() => setTarget(undefined)}
        />
      )}
      {adding && (
        <NewFileDialog
          module={adding.module}
          files={workspace.files}
          onCreate={(files) => {
            for (const [path, text] of files) open.write(path, text)
            desk.open({ file: files[0]![0], from: 0, to: 0 })
            setAdding(undefined)
          }}
          onClose={() => setAdding(undefined)}
        />
      )}
    </div>
  )
}

/** The palette keeps one list; what it does is of the newest texts. */
function useModelCommands(push: () => void, addModule: () => void): void {
  const t = useMessages('models')
  const latest = useRef({ push, addModule })
  useEffect(() => {
    latest.current = { push, addModule }
  })
  useCommands(
    useMemo(
      () => [
        { id: 'models.push', label: t('push'), icon: <ArrowUpFromLine />, run: () => latest.current.push() },
        { id: 'models.new-module', label: t('newModule'), icon: <FolderPlus />, run: () => latest.current.addModule() },
      ],
      [t],
    ),
  )
}

interface BarProps {
  readonly changed: number
  readonly isRestored: boolean
  readonly onNewModule: (() => void) | undefined
  readonly onDiscard: () => void
  readonly onPush: () => void
}

function Bar({ changed, isRestored, onNewModule, onDiscard, onPush }: BarProps) {
  const t = useMessages('models')
  const [isDiscarding, setDiscarding] = useState(false)
  return (
    <div className="flex flex-wrap items-center justify-end gap-2">
      <p role="status" className="me-auto text-muted text-sm">
        {changed > 0 && t(isRestored ? 'changedRestored' : 'changedFiles', { count: changed })}
      </p>
      {onNewModule && (
        <Button icon={<FolderPlus />} onClick={onNewModule}>
          {t('newModule')}
        </Button>
      )}
      <Button icon={<Undo2 />} disabled={changed === 0} onClick={() => setDiscarding(true)}>
        {t('discard')}
      </Button>
      <Button kind="primary" icon={<ArrowUpFromLine />} disabled={changed === 0} onClick={onPush}>
        {t('pushDots')}
      </Button>
      <ConfirmDialog
        title={t('discardTitle')}
        confirmLabel={t('discard')}
        isOpen={isDiscarding}
        onOpenChange={setDiscarding}
        onConfirm={onDiscard}
        isDangerous
      >
        {t('discardText', { count: changed })}
      </ConfirmDialog>
    </div>
  )
}

interface MovedProps {
  readonly modules: readonly string[]
  readonly onTakeTheirs: () => void
  readonly onKeepOwn: () => void
}

function Moved({ modules, onTakeTheirs, onKeepOwn }: MovedProps) {
  const t = useMessages('models')
  return (
    <Banner
      tone="cond"
      role="alert"
      title={t('moved', { names: modules.join(', ') })}
      actions={
        <>
          <Button size="small" onClick={onTakeTheirs}>
            {t('takeTheirs')}
          </Button>
          <Button size="small" onClick={onKeepOwn}>
            {t('keepMine')}
          </Button>
        </>
      }
    >
      {t('movedText')}
    </Banner>
  )
}
