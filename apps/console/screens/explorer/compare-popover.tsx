'use client'
// What the answer is compared with: another person, another time, another model.

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Popover, type PopoverProps } from '#ui/popover.tsx'
import type { Question, Versus } from './question.ts'

const CompareForm = dynamic(async () => (await import('./compare-form.tsx')).CompareForm, { ssr: false })

export interface ComparePopoverProps {
  readonly question: Question
  readonly value: Versus | undefined
  readonly onChange: (versus: Versus | undefined) => void
  readonly trigger: PopoverProps['trigger']
}

export function ComparePopover({ question, value, onChange, trigger }: ComparePopoverProps) {
  const t = useMessages('explorer')
  const [isOpen, setOpen] = useState(false)
  const choose = (versus: Versus) => {
    setOpen(false)
    onChange(versus)
  }
  return (
    <Popover trigger={trigger} label={t('compare')} isOpen={isOpen} onOpenChange={setOpen} className="w-96">
      <CompareForm question={question} value={value} onChoose={choose} />
    </Popover>
  )
}
