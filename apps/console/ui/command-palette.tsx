'use client'

// The frame of the palette: groups of commands, found by typing. What is in it is whoever opens it's. It is loaded when it is
// first opened (`next/dynamic`).

import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import * as Dialog from 'radix-ui/dialog'
import type { ReactNode } from 'react'
import { Kbd } from './kbd.tsx'

export interface PaletteCommand {
  readonly id: string
  readonly label: string
  /** Said smaller beside it, and searched too. */
  readonly detail?: string | undefined
  readonly icon?: ReactNode
  readonly shortcut?: string | undefined
  readonly onSelect: () => void
}

export interface PaletteGroup {
  readonly id: string
  readonly heading: string
  readonly commands: readonly PaletteCommand[]
}

export interface CommandPaletteProps {
  readonly label: string
  readonly placeholder: string
  readonly empty: ReactNode
  readonly groups: readonly PaletteGroup[]
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  /** For commands that depend on what is typed. */
  readonly query?: string
  readonly onQueryChange?: (query: string) => void
  /** A last line: what the keys do. */
  readonly footer?: ReactNode
}

export function CommandPalette(props: CommandPaletteProps) {
  const { label, placeholder, empty, groups, isOpen, onOpenChange, query, onQueryChange, footer } = props
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="lk-fade fixed inset-0 z-50 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="lk-appear fixed inset-x-3 top-[10dvh] z-50 mx-auto max-w-xl overflow-clip rounded-lg bg-raised shadow-float focus:outline-none"
        >
          <Dialog.Title className="sr-only">{label}</Dialog.Title>
          <Command label={label} loop>
            <div className="flex items-center gap-2.5 border-line border-b px-4 text-faint">
              <Search aria-hidden="true" className="size-4 flex-none" />
              <Command.Input
                placeholder={placeholder}
                className="h-12 w-full min-w-0 bg-transparent text-ink text-md focus-visible:outline-none"
                {...(query !== undefined && { value: query })}
                {...(onQueryChange && { onValueChange: onQueryChange })}
              />
            </div>
            <Command.List label={label} className="max-h-[min(24rem,60dvh)] overflow-y-auto overscroll-contain p-1.5">
              <Command.Empty className="px-3 py-8 text-center text-muted text-sm">{empty}</Command.Empty>
              {groups.map((group) => (
                <Command.Group
                  key={group.id}
                  heading={group.heading}
                  className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-xs"
                >
                  {group.commands.map((command) => (
                    <PaletteItem key={command.id} group={group.id} command={command} />
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
          {footer && <div className="border-line border-t bg-sunken px-4 py-2 text-muted text-xs">{footer}</div>}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function PaletteItem({ group, command }: { readonly group: string; readonly command: PaletteCommand }) {
  const { id, label, detail, icon, shortcut, onSelect } = command
  return (
    <Command.Item
      value={`${group} ${id}`}
      keywords={detail === undefined ? [label] : [label, detail]}
      onSelect={onSelect}
      className="flex min-h-control items-center gap-2.5 rounded-md px-2.5 text-sm data-[selected=true]:bg-hover data-[selected=true]:shadow-[inset_2px_0_0_var(--lk-accent)] [&_svg]:size-4 [&_svg]:flex-none [&_svg]:text-faint"
    >
      {icon}
      <span className="min-w-0 flex-none truncate">{label}</span>
      {detail && <span className="min-w-0 flex-1 truncate text-faint text-xs">{detail}</span>}
      {shortcut && <Kbd keys={shortcut} className="ms-auto" />}
    </Command.Item>
  )
}
