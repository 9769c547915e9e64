'use client'
// When: now, at a time, or at a revision of the past.

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Popover, type PopoverProps } from '#ui/popover.tsx'
import type { Moment } from './question.ts'

const MomentForm = dynamic(async () => (await import('./moment-form.tsx')).MomentForm, { ssr: false })

export interface MomentPopoverProps {
  readonly value: Moment | undefined
  readonly onChange: (at: Moment | undefined) => void
  readonly trigger: PopoverProps['trigger']
}

export function MomentPopover({ value, onChange, trigger }: MomentPopoverProps) {
  const t = useMessages('explorer')
  const [isOpen, setOpen] = useState(false)
  const apply = (at: Moment | undefined) => {
    setOpen(false)
    onChange(at)
  }
  return (
    <Popover trigger={trigger} label={t('asOf')} isOpen={isOpen} onOpenChange={setOpen}>
      <MomentForm value={value} onApply={apply} />
    </Popover>
  )
}
