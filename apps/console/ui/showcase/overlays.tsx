'use client'

// What opens above the page, as the showcase has it.

import { Copy, KeyRound, MoreHorizontal, Music, Pencil, Search, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../button.tsx'
import { Combobox } from '../combobox.tsx'
import type { ComboboxOption } from '../combobox-filter.ts'
import { CommandPalette } from '../command-palette.tsx'
import { ConfirmDialog } from '../confirm-dialog.tsx'
import { ContextMenu } from '../context-menu.tsx'
import { Dialog } from '../dialog.tsx'
import { Field } from '../field.tsx'
import { KeyValueList } from '../key-value.tsx'
import { Menu } from '../menu.tsx'
import type { MenuItem } from '../menu-items.tsx'
import { DialogClose } from '../overlay.tsx'
import { Popover } from '../popover.tsx'
import { Sheet } from '../sheet.tsx'
import { useToast } from '../toast.tsx'
import { Tooltip } from '../tooltip.tsx'
import { PEOPLE } from './people.ts'
import { Row, Specimen, Specimens } from './specimen.tsx'

const ITEMS: readonly MenuItem[] = [
  { id: 'edit', label: 'Rename', icon: <Pencil aria-hidden="true" />, shortcut: 'F2' },
  { id: 'copy', label: 'Copy the id', icon: <Copy aria-hidden="true" /> },
  { id: 'inherited', label: 'Show inherited', isChecked: true, startsGroup: true },
  { id: 'people', label: 'Only people', isChecked: false },
  { id: 'move', label: 'Move to another label', isDisabled: true, startsGroup: true },
  { id: 'delete', label: 'Delete', icon: <Trash2 aria-hidden="true" />, isDangerous: true },
]

export function Overlays() {
  return (
    <Specimens>
      <Specimen name="dialog, confirm-dialog, sheet, popover">
        <Row>
          <Dialog
            title="Give a role"
            description="Aurora Records"
            trigger={<Button>Dialog</Button>}
            footer={
              <>
                <DialogClose>
                  <Button>Cancel</Button>
                </DialogClose>
                <DialogClose>
                  <Button kind="primary">Give role</Button>
                </DialogClose>
              </>
            }
          >
            <PersonField />
          </Dialog>
          <Deletion />
          <Sheet title="Anne Lindqvist" description="user:anne" trigger={<Button>Sheet</Button>}>
            <KeyValueList
              facts={[
                { label: 'Role', value: 'Label editor' },
                { label: 'Through', value: 'Aurora press team' },
                { label: 'Until', value: '3 March 2027' },
              ]}
            />
          </Sheet>
          <Popover trigger={<Button>Popover</Button>} label="Why">
            <p className="font-medium">Through the press team</p>
            <p className="text-muted">Its members are label readers of Aurora Records and of what it contains.</p>
          </Popover>
        </Row>
      </Specimen>
      <Specimen name="menu, tooltip, toast, command-palette">
        <Row>
          <Menu
            trigger={<Button icon={<MoreHorizontal aria-hidden="true" />}>Menu</Button>}
            heading="Aurora Records"
            items={ITEMS}
          />
          <ContextMenu items={ITEMS}>
            <div className="rounded-md border border-edge border-dashed px-3 py-1.5 text-muted text-sm">
              Right-click here
            </div>
          </ContextMenu>
          <Tooltip text="Revision 48,203, eleven milliseconds old">
            <Button kind="quiet">Tooltip</Button>
          </Tooltip>
          <Toasts />
          <Palette />
        </Row>
      </Specimen>
    </Specimens>
  )
}

const SUBJECTS: readonly ComboboxOption[] = PEOPLE.map(({ id, name }) => ({ value: id, label: name, detail: id }))

function PersonField() {
  const [who, setWho] = useState<ComboboxOption>()
  return (
    <Field label="Person">
      <Combobox options={SUBJECTS} value={who} onChange={setWho} placeholder="Name or id" />
    </Field>
  )
}

function Deletion() {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button kind="danger" onClick={() => setOpen(true)}>
        Confirm
      </Button>
      <ConfirmDialog
        title="Delete the store music-production?"
        confirmLabel="Delete store"
        isDangerous
        word="music-production"
        isOpen={isOpen}
        onOpenChange={setOpen}
        onConfirm={() => setOpen(false)}
      >
        Its 48,203 tuples and their history go, and no key of it works any more. This cannot be taken back.
      </ConfirmDialog>
    </>
  )
}

function Toasts() {
  const toast = useToast()
  return (
    <>
      <Button
        onClick={() =>
          toast({
            text: 'Role given',
            detail: 'Anne is a label editor of Aurora Records.',
            onUndo: () => toast({ text: 'Taken back' }),
          })
        }
      >
        Toast
      </Button>
      <Button
        onClick={() =>
          toast({
            tone: 'failed',
            text: 'The change was not made',
            detail: 'Somebody else changed the model meanwhile.',
          })
        }
      >
        Failure
      </Button>
    </>
  )
}

function Palette() {
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <Button icon={<Search aria-hidden="true" />} onClick={() => setOpen(true)}>
        Palette
      </Button>
      <CommandPalette
        label="Commands"
        placeholder="Where to, or what to do?"
        empty="Nothing is called that."
        isOpen={isOpen}
        onOpenChange={setOpen}
        groups={[
          {
            id: 'rooms',
            heading: 'Rooms',
            commands: [
              {
                id: 'explorer',
                label: 'Explorer',
                detail: 'ask the graph',
                icon: <Search aria-hidden="true" />,
                shortcut: 'G E',
                onSelect: close,
              },
              { id: 'keys', label: 'Keys', icon: <KeyRound aria-hidden="true" />, onSelect: close },
            ],
          },
          {
            id: 'recent',
            heading: 'Recent',
            commands: [
              {
                id: 'aurora',
                label: 'Aurora Records',
                detail: 'label:aurora',
                icon: <Music aria-hidden="true" />,
                onSelect: close,
              },
            ],
          },
        ]}
        footer="↑↓ to choose, ↵ to go, esc to close"
      />
    </>
  )
}
