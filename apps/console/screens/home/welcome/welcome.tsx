'use client'
// What this is, in three sentences; the tour; and questions to begin with. Put away, it is one line that brings it back.

import { useRouter } from 'next/navigation'
import { useMessages } from '#messages/use-messages.tsx'
import { Button } from '#ui/button.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { useTour } from '../tour/use-tour.ts'
import { RoomCards } from './room-cards.tsx'
import { TourCard } from './tour-card.tsx'
import { TryCard } from './try-card.tsx'

export interface WelcomeProps {
  readonly name: string
  readonly demo: string | undefined
  /** The progress of the tour, as the server has read it. */
  readonly first: string | undefined
}

export function Welcome({ name, demo, first }: WelcomeProps) {
  const t = useMessages('home')
  const router = useRouter()
  const { progress, set } = useTour(first)
  const hide = (isIntroHidden: boolean) => {
    set({ ...progress, isIntroHidden })
    router.refresh()
  }
  if (progress.isIntroHidden) {
    return (
      <PageHeader
        className="mb-0"
        title={t('overviewTitle')}
        description={t('signedInAs', { name })}
        actions={
          <Button size="small" kind="quiet" onClick={() => hide(false)}>
            {t('showIntro')}
          </Button>
        }
      />
    )
  }
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        className="mb-0"
        title={t('welcomeTitle')}
        description={t('welcomeText')}
        actions={
          <Button size="small" kind="quiet" onClick={() => hide(true)}>
            {t('hideIntro')}
          </Button>
        }
      />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <TourCard demo={demo} progress={progress} onSet={set} />
        {demo !== undefined && <TryCard demo={demo} />}
      </div>
      <RoomCards store={demo} />
    </div>
  )
}
