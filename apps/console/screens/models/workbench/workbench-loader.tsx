'use client'
// The workbench is heavy (editor, grammar, conditions), so it comes after the page.

import dynamic from 'next/dynamic'
import { useMessages } from '#messages/use-messages.tsx'
import { LoadingState } from '#ui/loading-state.tsx'
import type { WorkbenchProps } from './workbench.tsx'

const Workbench = dynamic(() => import('./workbench.tsx').then((each) => each.Workbench), {
  ssr: false,
  loading: Loading,
})

export function WorkbenchLoader(props: WorkbenchProps) {
  return <Workbench {...props} />
}

function Loading() {
  const t = useMessages('models')
  return <LoadingState label={t('openingEditor')} lines={10} />
}
