'use client'
// Questions that have an answer in the demo world: one click, and it is asked.

import { ArrowRight } from 'lucide-react'
import Link from 'next/link'
import { useMessages } from '#messages/use-messages.tsx'
import { Card } from '#ui/card.tsx'
import { FIRST_QUESTIONS } from '../tour/tour-steps.ts'

export function TryCard({ demo }: { readonly demo: string }) {
  const t = useMessages('home')
  return (
    <Card title={t('tryTitle')} description={t('tryText')}>
      <ul className="flex flex-col gap-2">
        {FIRST_QUESTIONS.map(({ label, href }) => (
          <li key={label}>
            <Link
              href={href(demo)}
              className="group flex items-center justify-between gap-3 rounded-md border border-line px-3 py-2.5 transition-colors hover:border-accent-line hover:bg-hover"
            >
              <span>{t(label)}</span>
              <ArrowRight
                aria-hidden="true"
                className="size-4 flex-none text-faint group-hover:text-accent-ink rtl:-scale-x-100"
              />
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}
