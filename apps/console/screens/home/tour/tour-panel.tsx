'use client'
// The panel of the tour: nothing, unless the tour is under way. What it shows then comes only then.

import dynamic from 'next/dynamic'
import { Suspense } from 'react'
import { useTour } from './use-tour.ts'

const TourStepView = dynamic(async () => (await import('./tour-step.tsx')).TourStepView)

export function TourPanel({ store, first }: { readonly store: string; readonly first: string | undefined }) {
  const { progress } = useTour(first)
  if (progress.state !== 'on') return null
  return (
    <Suspense>
      <TourStepView store={store} first={first} />
    </Suspense>
  )
}
