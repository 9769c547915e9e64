'use client'

// The whole list as a file, a line of JSON for each name, as the server tells it: the last line says at what it was computed and
// how many there are, so that whoever reads the file knows that it is whole.

import { Download } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { useClient } from '#session/browser-client.tsx'
import { isAnswered } from '#session/tried.ts'
import { useStore } from '#shell/store-context.tsx'
import { Button } from '#ui/button.tsx'
import { useLocale } from '#ui/provider.tsx'
import { countText } from '#ui/quantities.ts'
import { useToast } from '#ui/toast.tsx'
import { type ListAnswer, streamList } from './answer.ts'
import type { Question } from './question.ts'

const LINES_PER_PART = 10_000

export function ExportList({ question, answer }: { readonly question: Question; readonly answer: ListAnswer }) {
  const t = useMessages('explorer')
  const locale = useLocale()
  const client = useClient()
  const { id: store } = useStore()
  const toast = useToast()
  const [count, setCount] = useState<number>()
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  const start = async () => {
    const controller = new AbortController()
    running.current = controller
    setCount(0)
    // Of the revision that is on the page, whatever has been written since.
    const pinned: Question = { ...question, at: { revision: answer.computed.revision } }
    const asked = question.at ? question : question.facts.length === 0 ? pinned : question
    try {
      const lines = streamList(client, store, asked, controller.signal)
      save(await collect(lines, setCount), fileName(question))
      toast({ text: t('exported') })
    } catch (error) {
      if (!isAnswered(error)) throw error
      if (error.kind !== 'cancelled') toast({ text: t('exportFailed'), detail: error.detail, tone: 'failed' })
    } finally {
      running.current = undefined
      setCount(undefined)
    }
  }
  if (count !== undefined) {
    return (
      <Button size="small" onClick={() => running.current?.abort()}>
        {t('exporting', { count: countText(count, locale) })}
      </Button>
    )
  }
  return (
    <Button size="small" icon={<Download aria-hidden="true" />} onClick={() => void start()}>
      {t('export')}
    </Button>
  )
}

async function collect(lines: AsyncIterable<unknown>, tell: (count: number) => void): Promise<Blob> {
  const parts: string[] = []
  let some: string[] = []
  let count = 0
  for await (const line of lines) {
    some.push(`${JSON.stringify(line)}\n`)
    if (typeof line === 'string') count++
    if (some.length < LINES_PER_PART) continue
    parts.push(some.join(''))
    some = []
    tell(count)
  }
  return new Blob([...parts, ...some], { type: 'application/x-ndjson' })
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

function fileName({ verb, subject, permission, object, type }: Question): string {
  const parts = verb === 'who' ? ['who', permission, object] : [subject, permission, type]
  return `${parts.join('-').replace(/[^\w.-]+/g, '-')}.ndjson`
}
