// A tuple as one writes it in a line, `doc:1#viewer@user:anne`, and as it is shown.

import type { Tuple } from '@lockness/authz'
import { InvalidArgumentError } from 'commander'

export function readTuple(text: string): Pick<Tuple, 'object' | 'relation' | 'subject'> {
  const match = /^([^#@\s]+:[^#@\s]+)#([^#@\s]+)@(\S+:\S+)$/.exec(text)
  if (!match) throw new InvalidArgumentError('expected a tuple such as doc:1#viewer@user:anne')
  return { object: match[1]!, relation: match[2]!, subject: match[3]! }
}

export function tupleText({ object, relation, subject, condition, expiresAt }: Tuple): string {
  const given = condition
    ? ` with ${condition.name}${condition.context ? ` ${JSON.stringify(condition.context)}` : ''}`
    : ''
  const end = expiresAt === undefined ? '' : ` until ${new Date(expiresAt).toISOString()}`
  return `${object}#${relation}@${subject}${given}${end}`
}
