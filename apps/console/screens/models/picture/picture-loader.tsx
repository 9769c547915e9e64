'use client'
// The picture draws when the page is there; what it shows stays in the address.

import dynamic from 'next/dynamic'
import { useCallback } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { LoadingState } from '#ui/loading-state.tsx'
import type { PictureProps, PictureView } from './picture.tsx'

const Picture = dynamic(() => import('./picture.tsx').then((each) => each.Picture), { ssr: false, loading: Loading })

export function PictureLoader(props: Omit<PictureProps, 'onView'>) {
  const onView = useCallback(({ module, type, isNear }: PictureView) => {
    const query = new URLSearchParams()
    if (module !== undefined) query.set('module', module)
    if (type !== undefined) query.set('type', type)
    if (isNear) query.set('near', '1')
    const search = query.size > 0 ? `?${query}` : ''
    if (search !== location.search) history.replaceState(null, '', location.pathname + search)
  }, [])
  return (
    <div className="h-[calc(100dvh-13rem)] min-h-120">
      <Picture {...props} onView={onView} />
    </div>
  )
}

function Loading() {
  const t = useMessages('models')
  return <LoadingState label={t('drawing')} lines={6} />
}
