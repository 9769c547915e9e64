'use client'
// What would be written, in words, with the tuple itself second and small.

import { useMessages } from '#messages/use-messages.tsx'
import { NameInText } from './name-in-text.tsx'
import { typeOf } from './question.ts'
import type { Remedy } from './remedies.ts'
import { richText } from './rich-text.tsx'
import { useWords } from './words-context.tsx'

export function RemedyText({ remedy }: { readonly remedy: Remedy }) {
  const t = useMessages('explorer')
  const words = useWords()
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {remedy.added.map(({ object, relation, subject }) => (
        <li key={`${object}#${relation}`}>
          {richText((values) => t(remedy.replaced.length > 0 ? 'remedyRenew' : 'remedyMake', values), {
            subject: <NameInText name={subject} />,
            relation: <b className="font-medium">{words.titleOf(typeOf(object), relation)}</b>,
            object: <NameInText name={object} />,
          })}
          <span className="block truncate font-mono text-2xs text-faint">{`${object}#${relation}@${subject}`}</span>
        </li>
      ))}
    </ul>
  )
}
