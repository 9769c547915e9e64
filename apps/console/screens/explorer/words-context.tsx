'use client'
// The words of the store for all parts of the room, and names as people say them.

import { createContext, type ReactNode, use, useMemo } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { localName, typeOf } from './question.ts'
import { type Vocabulary, Words } from './vocabulary.ts'

const WordsContext = createContext<Words>(new Words(undefined))

export function WordsProvider({
  vocabulary,
  children,
}: {
  readonly vocabulary: Vocabulary | undefined
  readonly children: ReactNode
}) {
  const words = useMemo(() => new Words(vocabulary), [vocabulary])
  return <WordsContext value={words}>{children}</WordsContext>
}

export function useWords(): Words {
  return use(WordsContext)
}

/** `eve`; `everybody` for `user:*`; `Member of press` for `team:press#member`. */
export function useNameText(): (name: string) => string {
  const t = useMessages('explorer')
  const words = useWords()
  return (name) => {
    const type = typeOf(name)
    if (name === `${type}:*`) return t('everyOne', { type: words.pluralOf(type) })
    const relation = /#([^#]+)$/.exec(name)?.[1]
    if (relation === undefined) return localName(name)
    return t('everyIn', { relation: words.titleOf(type, relation), name: localName(name) })
  }
}
