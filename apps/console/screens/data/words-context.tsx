'use client'
// The words of the store for all parts of the room, and how a thing is written with them.

import { createContext, type ReactNode, use, useMemo } from 'react'
import { useStore } from '#shell/store-context.tsx'
import { Entity, type EntityProps } from '#ui/entity.tsx'
import { addressOf } from './address.ts'
import { Lexicon, NO_WORDS, thingOf, typeOf, type Words } from './words.ts'

const Lexicons = createContext(new Lexicon(NO_WORDS))

export function WordsProvider({ words, children }: { readonly words: Words; readonly children: ReactNode }) {
  const lexicon = useMemo(() => new Lexicon(words), [words])
  return <Lexicons value={lexicon}>{children}</Lexicons>
}

export function useLexicon(): Lexicon {
  return use(Lexicons)
}

type ThingProps = { readonly name: string; readonly isPlain?: boolean } & Pick<
  EntityProps,
  'size' | 'layout' | 'copyLabel' | 'className'
>

/** A thing by its icon and name, which leads to its page. */
export function Thing({ name, isPlain = false, ...rest }: ThingProps) {
  const lexicon = useLexicon()
  const store = useStore().id
  const type = typeOf(name)
  const isEverybody = name === `${type}:*`
  const href = isPlain || isEverybody ? undefined : addressOf(store, thingOf(name))
  return <Entity {...rest} type={type} id={name} icon={lexicon.iconOf(type)} href={href} />
}
