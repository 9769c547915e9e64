'use client'

// Says on the document that the page has its scripts: `<html data-alive>`. It is drawn by whatever comes alive last on a
// page, which is its head (page-header.tsx) unless the page says otherwise. Until then what is done by hand is kept
// (early-actions.ts); from then on everything that can be seen can be used.

import { useEffect } from 'react'

export function Alive() {
  useEffect(() => {
    document.documentElement.dataset.alive = ''
  }, [])
  return null
}
