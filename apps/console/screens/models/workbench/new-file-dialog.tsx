'use client'
// A new module, with the three files that one has, or a new file in a module.

import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Field } from '#ui/field.tsx'
import { TextInput } from '#ui/text-input.tsx'
import { type Files, fileKind, modulesIn } from '../workspace/workspace.ts'

export interface NewFileDialogProps {
  /** Undefined: a module is made. */
  readonly module: string | undefined
  readonly files: Files
  readonly onCreate: (files: readonly (readonly [path: string, text: string])[]) => void
  readonly onClose: () => void
}

const MODULE = /^\w[\w-]{0,49}$/
const FILE = /^\w[\w.-]*(\/\w[\w.-]*)*$/

export function NewFileDialog({ module, files, onCreate, onClose }: NewFileDialogProps) {
  const t = useMessages('models')
  const [name, setName] = useState('')
  const problem = problemOf(name, module, files)
  return (
    <Dialog
      title={module === undefined ? t('newModule') : t('addFileTo', { module })}
      isOpen
      width="narrow"
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="primary" type="submit" form="new-file" disabled={name === '' || problem !== undefined}>
            {t('create')}
          </Button>
        </>
      }
    >
      <form
        id="new-file"
        onSubmit={(event) => {
          event.preventDefault()
          if (name !== '' && !problem) onCreate(module === undefined ? moduleFiles(name) : [[`${module}/${name}`, '']])
        }}
      >
        <Field
          label={module === undefined ? t('moduleName') : t('fileName')}
          hint={module === undefined ? t('moduleNameHint') : t('fileNameHint')}
          error={name === '' || !problem ? undefined : t(problem, { name })}
        >
          <TextInput
            value={name}
            isMono
            autoFocus
            autoComplete="off"
            spellCheck={false}
            placeholder={module === undefined ? 'podcasts' : 'holidays.fga.yaml'}
            onChange={(event) => setName(event.currentTarget.value.trim())}
          />
        </Field>
      </form>
    </Dialog>
  )
}

function problemOf(name: string, module: string | undefined, files: Files) {
  if (module === undefined) {
    if (!MODULE.test(name)) return 'moduleNameWrong' as const
    return modulesIn(files).includes(name) ? ('nameTaken' as const) : undefined
  }
  if (!FILE.test(name) || fileKind(name) === 'other') return 'fileNameWrong' as const
  return files.has(`${module}/${name}`) ? ('nameTaken' as const) : undefined
}

function moduleFiles(module: string): [path: string, text: string][] {
  return [
    [`${module}/model.fga`, `module ${module}\n\ntype ${module}_item\n  relations\n    define owner: [user]\n`],
    [
      `${module}/catalog.yaml`,
      `module: ${module}\n\ntypes:\n  ${module}_item:\n    singular: Item\n    plural: Items\n    icon: box\n    roles:\n      owner:\n        title: Owner\n        sentence: Has made the item and may do everything with it.\n        risk: medium\n`,
    ],
    [
      `${module}/tests.fga.yaml`,
      `name: ${module}\nmodel_file: ../fga.mod\ntuples:\n  - {user: user:anne, relation: owner, object: ${module}_item:1}\n\ntests:\n  - name: an owner is one\n    check:\n      - {user: user:anne, object: ${module}_item:1, assertions: {owner: true}}\n      - {user: user:bob, object: ${module}_item:1, assertions: {owner: false}}\n`,
    ],
  ]
}
