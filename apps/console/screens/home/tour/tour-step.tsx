'use client'
// What to look at in this step, above the room that it opens. It covers nothing, is a place of its own for who listens,
// takes the focus when the step changes, and can be left and taken up again at any time.

import { X } from 'lucide-react'
import { usePathname, useRouter } from 'next/navigation'
import { useEffect, useMemo, useRef } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useCommands } from '#shell/commands.ts'
import { Button } from '#ui/button.tsx'
import { IconButton } from '#ui/icon-button.tsx'
import { TextLink } from '#ui/link.tsx'
import { useToast } from '#ui/toast.tsx'
import { StepDots } from './step-dots.tsx'
import { atStep, done, left } from './tour-progress.ts'
import { TOUR_STEPS, type TourStep } from './tour-steps.ts'
import { useTour } from './use-tour.ts'

interface TourStepViewProps {
  readonly store: string
  readonly first: string | undefined
}

export function TourStepView({ store, first }: TourStepViewProps) {
  const step = TOUR_STEPS[useTour(first).progress.step]
  return step && <Step step={step} store={store} first={first} />
}

interface StepProps extends TourStepViewProps {
  readonly step: TourStep
}

function Step({ step, store, first }: StepProps) {
  const t = useMessages('home')
  const pathname = usePathname()
  const { progress, go, leave } = useTourMoves(store, first)
  const heading = useFocusOnChange(progress.step)
  const isLast = progress.step === TOUR_STEPS.length - 1
  const isHere = pathname === new URL(step.href(store), 'http://console.invalid').pathname
  const commands = useMemo(
    () => [
      { id: 'tour-next', label: t('tourNextCommand'), key: ']', run: () => go(1) },
      { id: 'tour-back', label: t('tourBackCommand'), key: '[', run: () => go(-1) },
      { id: 'tour-leave', label: t('tourLeave'), run: leave },
    ],
    [t, go, leave],
  )
  useCommands(commands)
  return (
    <aside aria-label={t('tour')} className="border-accent-line border-b bg-accent-soft">
      <div className="mx-auto flex w-full max-w-7xl flex-wrap items-start gap-x-6 gap-y-3 px-4 py-4 sm:px-6 lg:px-8">
        <div className="min-w-0 flex-1 basis-80">
          <p className="flex items-center gap-3 text-accent-ink text-xs">
            <span>{t('stepOf', { step: progress.step + 1, steps: TOUR_STEPS.length })}</span>
            <StepDots at={progress.step} seen={progress.seen} />
          </p>
          <h2 ref={heading} tabIndex={-1} className="mt-0.5 font-semibold text-md focus:outline-none">
            {t(step.title)}
          </h2>
          <p className="mt-1 max-w-3xl">{t(step.text)}</p>
          <p className="mt-1 max-w-3xl text-muted">
            {isHere ? t(step.look) : <TextLink href={step.href(store)}>{t('goThere')}</TextLink>}
          </p>
        </div>
        <div className="flex flex-none items-center gap-2 phone:w-full">
          <Button disabled={progress.step === 0} onClick={() => go(-1)}>
            {t('back')}
          </Button>
          <Button kind="primary" className="phone:flex-1" onClick={() => go(1)}>
            {isLast ? t('finish') : t('next')}
          </Button>
          <IconButton label={t('tourLeave')} icon={<X aria-hidden="true" />} onClick={leave} />
        </div>
      </div>
    </aside>
  )
}

function useTourMoves(store: string, first: string | undefined) {
  const t = useMessages('home')
  const router = useRouter()
  const toast = useToast()
  const { progress, set } = useTour(first)
  return useMemo(() => {
    const go = (by: 1 | -1) => {
      const next = TOUR_STEPS[progress.step + by]
      if (next) {
        set(atStep(progress, progress.step + by))
        router.push(next.href(store))
      } else if (by === 1) {
        set(done(progress))
        toast({ text: t('tourDone') })
        router.push('/')
      }
    }
    const leave = () => {
      set(left(progress))
      toast({ text: t('tourLeft'), onUndo: () => set(atStep(progress, progress.step)), undoLabel: t('takeUpShort') })
    }
    return { progress, go, leave }
  }, [progress, set, router, store, toast, t])
}

/** Not when the page is opened: then whoever came decides where to begin. */
function useFocusOnChange(step: number) {
  const heading = useRef<HTMLHeadingElement>(null)
  const before = useRef(step)
  useEffect(() => {
    if (before.current === step) return
    before.current = step
    heading.current?.focus()
  }, [step])
  return heading
}
