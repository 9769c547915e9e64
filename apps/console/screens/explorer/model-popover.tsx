'use client'
// Under which model: the one in force, a label, or a version of the past.

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Popover, type PopoverProps } from '#ui/popover.tsx'

const ModelList = dynamic(async () => (await import('./model-list.tsx')).ModelList, { ssr: false })

export interface ModelPopoverProps {
  readonly value: string | undefined
  readonly onChange: (model: string | undefined) => void
  readonly trigger: PopoverProps['trigger']
}

export function ModelPopover({ value, onChange, trigger }: ModelPopoverProps) {
  const t = useMessages('explorer')
  const [isOpen, setOpen] = useState(false)
  const choose = (model: string | undefined) => {
    setOpen(false)
    onChange(model)
  }
  return (
    <Popover trigger={trigger} label={t('model')} isOpen={isOpen} onOpenChange={setOpen} className="w-96">
      <ModelList value={value} onChoose={choose} />
    </Popover>
  )
}
