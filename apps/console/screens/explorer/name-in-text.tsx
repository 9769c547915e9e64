'use client'
// A name in a sentence: the sign of its type, since things of two types often have one name, and the short name.

import { TypeIcon } from '#ui/type-icon.tsx'
import { typeOf } from './question.ts'
import { useNameText, useWords } from './words-context.tsx'

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
