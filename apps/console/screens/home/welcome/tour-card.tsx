'use client'
// The tour, from outside: its five steps, which of them were seen, and the way in.

import { Check } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useMessages } from '#messages/use-messages.tsx'
import { Button } from '#ui/button.tsx'
import { Card } from '#ui/card.tsx'
import { classes } from '#ui/classes.ts'
import { CodeBlock } from '#ui/code-block.tsx'
import { atStep, NOT_BEGUN, type TourProgress } from '../tour/tour-progress.ts'
import { TOUR_STEPS } from '../tour/tour-steps.ts'

export interface TourCardProps {
  readonly demo: string | undefined
  readonly progress: TourProgress
  readonly onSet: (progress: TourProgress) => void
}

export function TourCard({ demo, progress, onSet }: TourCardProps) {
  const t = useMessages('home')
  const router = useRouter()
  if (demo === undefined) {
    return (
      <Card title={t('tourTitle')} description={t('noDemoText')}>
        <CodeBlock code="npm start" label={t('startDemo')} />
      </Card>
    )
  }
  const open = (step: number, from: TourProgress = progress) => {
    onSet(atStep(from, step))
    router.push(TOUR_STEPS[step]?.href(demo) ?? '/')
  }
  const isBegun = progress.state === 'left' || progress.state === 'on'
  return (
    <Card title={t('tourTitle')} description={t('tourText')}>
      <ol className="flex flex-col gap-1">
        {TOUR_STEPS.map((step, at) => (
          <li key={step.title}>
            <Link
              href={step.href(demo)}
              onClick={() => onSet(atStep(progress, at))}
              aria-current={progress.state === 'on' && at === progress.step ? 'step' : undefined}
              className="-mx-2 flex items-start gap-3 rounded-md px-2 py-1.5 hover:bg-hover aria-[current]:bg-selected"
            >
              <StepMark number={at + 1} isSeen={at < progress.seen} seenText={t('stepSeen')} />
              <span className="min-w-0">
                <span className="block font-medium">{t(step.title)}</span>
                <span className="block text-muted text-sm">{t(step.text)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ol>
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <Button kind="primary" onClick={() => (isBegun ? open(progress.step) : open(0, NOT_BEGUN))}>
          {isBegun
            ? t('takeUp', { step: progress.step + 1 })
            : progress.state === 'done'
              ? t('tourAgain')
              : t('tourStart')}
        </Button>
        <span className="text-muted text-sm">{t('tourTakes')}</span>
      </div>
    </Card>
  )
}

interface StepMarkProps {
  readonly number: number
  readonly isSeen: boolean
  readonly seenText: string
}

function StepMark({ number, isSeen, seenText }: StepMarkProps) {
  return (
    <span
      className={classes(
        'mt-0.5 flex size-6 flex-none items-center justify-center rounded-full border text-xs tabular-nums',
        isSeen ? 'border-accent bg-accent text-on-accent' : 'border-edge text-muted',
      )}
    >
      {isSeen ? (
        <>
          <Check aria-hidden="true" className="size-3.5" />
          <span className="sr-only">{seenText}</span>
        </>
      ) : (
        <span aria-hidden="true">{number}</span>
      )}
    </span>
  )
}
