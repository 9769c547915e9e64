'use client'
// A session may end while one goes from page to page: then the page for signing in comes into the frame of somebody who
// is no longer there. It is asked for again, and stands alone.

import { usePathname } from 'next/navigation'
import { useEffect } from 'react'

export function LeaveFrame() {
  const pathname = usePathname()
  useEffect(() => {
    if (pathname === '/sign-in') location.reload()
  }, [pathname])
  return null
}
