'use client'
// Names as people read them: with the sign of their type, in a sentence and in a list.

import { useMessages } from '#messages/use-messages.tsx'
import { Entity } from '#ui/entity.tsx'
import { TypeIcon } from '#ui/type-icon.tsx'
import { typeOf } from './question.ts'
import { useNameText, useWords } from './words-context.tsx'

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
