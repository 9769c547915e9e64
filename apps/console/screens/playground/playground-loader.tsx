'use client'
// The playground is all editor and engine, so it comes after the page.

import dynamic from 'next/dynamic'
import { useMessages } from '#messages/use-messages.tsx'
import { LoadingState } from '#ui/loading-state.tsx'

const Playground = dynamic(() => import('./playground.tsx').then((each) => each.Playground), {
  ssr: false,
  loading: Loading,
})

export function PlaygroundLoader() {
  return <Playground />
}

function Loading() {
  const t = useMessages('playground')
  return <LoadingState label={t('opening')} lines={8} />
}
