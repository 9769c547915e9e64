'use client'
// The words of the store for all parts of the room, and names as people read them.

import { createContext, type ReactNode, use, useMemo } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { Entity } from '#ui/entity.tsx'
import { TypeIcon } from '#ui/type-icon.tsx'
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

/** In a sentence: the sign of its type, since things of two types often have one name, and the short name. */
export function NameInText({ name }: { readonly name: string }) {
  const words = useWords()
  const nameText = useNameText()
  const type = typeOf(name)
  return (
    <b className="break-words font-semibold" title={name}>
      <TypeIcon type={type} icon={words.iconOf(type)} className="me-1 size-4 align-[-0.2em]" />
      <span className="sr-only">{words.singularOf(type)} </span>
      {nameText(name)}
    </b>
  )
}

/** In a list or a box: sign of the type, short name, whole name. */
export function Named({
  name,
  size = 'small',
  layout = 'line',
  href,
  isCopyable = false,
}: {
  readonly name: string
  readonly size?: 'small' | 'medium' | 'large'
  readonly layout?: 'line' | 'stack'
  readonly href?: string
  readonly isCopyable?: boolean
}) {
  const t = useMessages('explorer')
  const words = useWords()
  const nameText = useNameText()
  const type = typeOf(name)
  return (
    <Entity
      type={type}
      id={name}
      name={nameText(name)}
      icon={words.iconOf(type)}
      size={size}
      layout={layout}
      href={href}
      copyLabel={isCopyable ? t('copyName') : undefined}
    />
  )
}
