'use client'
// The one-time link: its code is behind the `#`, which a browser sends to nobody. It is taken out of the address at once
// and sent as a form is, so that it is in no log and no history.

import { useEffect, useRef, useState } from 'react'

export function SignInLink({ next, text }: { readonly next: string; readonly text: string }) {
  const form = useRef<HTMLFormElement>(null)
  const [code, setCode] = useState('')
  useEffect(() => {
    const found = new URLSearchParams(location.hash.slice(1)).get('code')
    if (!found) return
    history.replaceState(null, '', location.pathname + location.search)
    setCode(found)
  }, [])
  useEffect(() => {
    if (code) form.current?.submit()
  }, [code])
  return (
    <form ref={form} method="post" action="/sign-in/enter" hidden={!code}>
      <input type="hidden" name="code" value={code} />
      <input type="hidden" name="next" value={next} />
      <p role="status" className="mt-4 text-muted">
        {text}
      </p>
    </form>
  )
}
