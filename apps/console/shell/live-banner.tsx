'use client'
// Says that the server is away, and when it is back draws the page anew from it. Nothing that was typed is touched.

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Button } from '#ui/button.tsx'
import { OfflineState } from '#ui/offline-state.tsx'
import { useToast } from '#ui/toast.tsx'
import { useLive } from './live.tsx'

export function LiveBanner() {
  const t = useMessages('shell')
  const toast = useToast()
  const router = useRouter()
  const { state, tryNow } = useLive()
  const wasAway = useRef(false)
  useEffect(() => {
    if (state === 'live' && wasAway.current) {
      toast({ text: t('backAgain') })
      router.refresh()
    }
    if (state === 'live' || state === 'away') wasAway.current = state === 'away'
  }, [state, t, toast, router])
  if (state !== 'away') return null
  return (
    <div className="px-4 pt-4 sm:px-6 lg:px-8">
      <OfflineState
        title={t('awayTitle')}
        text={t('awayBanner')}
        actions={
          <Button size="small" onClick={tryNow}>
            {t('tryNow')}
          </Button>
        }
      />
    </div>
  )
}
