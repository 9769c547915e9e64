'use client'
// A new name for a type, a relation or a condition: what it will change is counted while it is typed, and whatever has to be
// renamed with it is named before anything is done.

import { useMemo, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Banner } from '#ui/banner.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Field } from '#ui/field.tsx'
import { TextInput } from '#ui/text-input.tsx'
import { planRename, type RenamePlan } from '../workspace/rename.ts'
import { type ModelIndex, type ModelSymbol, nameOfSymbol } from '../workspace/symbols.ts'
import type { Files } from '../workspace/workspace.ts'

export interface RenameDialogProps {
  readonly symbol: ModelSymbol
  readonly files: Files
  readonly index: ModelIndex
  readonly onRename: (plan: RenamePlan, to: string) => void
  readonly onClose: () => void
}

const PROBLEMS = {
  same: 'renameSame',
  invalid: 'renameInvalid',
  reserved: 'renameReserved',
  taken: 'renameTaken',
} as const

export function RenameDialog({ symbol, files, index, onRename, onClose }: RenameDialogProps) {
  const t = useMessages('models')
  const name = nameOfSymbol(symbol)
  const [to, setTo] = useState(name)
  const plan = useMemo(() => planRename(files, index, symbol, to), [files, index, symbol, to])
  const isTouched = to !== name
  return (
    <Dialog
      title={t('renameTitle', { name })}
      isOpen
      width="narrow"
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="primary" disabled={plan.problem !== undefined} type="submit" form="rename">
            {t('rename')}
          </Button>
        </>
      }
    >
      <form
        id="rename"
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (plan.problem === undefined) onRename(plan, to)
        }}
      >
        <Field
          label={t('newName')}
          error={isTouched && plan.problem !== undefined ? t(PROBLEMS[plan.problem], { name: to }) : undefined}
          hint={
            plan.problem === undefined
              ? t('renamePlaces', { count: plan.places, files: plan.edits.size })
              : t('renameHint')
          }
        >
          <TextInput
            value={to}
            isMono
            autoFocus
            autoComplete="off"
            spellCheck={false}
            onFocus={(event) => event.currentTarget.select()}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        </Field>
        {plan.linked.length > 0 && (
          <Banner tone="info" title={t('renameLinked', { count: plan.linked.length })}>
            <span className="font-mono text-xs">{plan.linked.join(', ')}</span>
          </Banner>
        )}
      </form>
    </Dialog>
  )
}
