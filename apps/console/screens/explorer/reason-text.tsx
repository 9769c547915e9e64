'use client'
// What the engine says of a step, in the reader's language and by titles.

import type { ReactNode } from 'react'
import { useMessages } from '#messages/use-messages.tsx'
import { NameInText } from './name-in-text.tsx'
import { typeOf } from './question.ts'
import type { Reason } from './reasons.ts'
import { richText } from './rich-text.tsx'
import { useWords } from './words-context.tsx'

/** `object` is the thing that the step is about. */
export function ReasonText({ reason, object }: { readonly reason: Reason; readonly object: string }): ReactNode {
  const t = useMessages('explorer')
  const words = useWords()
  const type = typeOf(object)
  const title = (relation: string) => <b className="font-medium">{words.titleOf(type, relation)}</b>
  const isFact = (relation: string) => words.relation(type, relation)?.kind === 'fact'
  switch (reason.kind) {
    case 'noTuple':
      return richText((values) => t(isFact(reason.relation) ? 'reasonNoFact' : 'reasonNoTuple', values), {
        subject: <NameInText name={reason.subject} />,
        relation: title(reason.relation),
        object: <NameInText name={object} />,
      })
    case 'noParent':
      return richText((values) => t('reasonNoParent', values), {
        relation: title(reason.relation),
        object: <NameInText name={object} />,
      })
    case 'expired':
      return t('reasonExpired')
    case 'conditionFalse':
      return t('reasonConditionFalse', { condition: reason.condition })
    case 'needsCondition':
      return t('reasonNeedsCondition')
    case 'wrongCondition':
      return t('reasonWrongCondition', { condition: reason.condition })
    case 'missingContext':
      return t('reasonMissingContext', { names: reason.names })
    case 'never':
      return t('reasonNever', { way: reason.way, type: words.singularOf(reason.type) })
    case 'noPath':
      return t('reasonNoPath', { type: words.pluralOf(reason.type) })
    case 'ownMembers':
      return t('reasonOwnMembers')
    case 'said':
      return reason.text
  }
}
