'use client'
// Names as people read them in a list or a box: sign of the type, short name, whole name.

import { useMessages } from '#messages/use-messages.tsx'
import { Entity } from '#ui/entity.tsx'
import { typeOf } from './question.ts'
import { useNameText, useWords } from './words-context.tsx'

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
