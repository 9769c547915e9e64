// How types and relations may be called.

import type { Name } from '../syntax/document.ts'
import type { Finding, Subject } from './finding.ts'

const TYPE_NAME = /^[^:#@*\s]{1,254}$/
const RELATION_NAME = /^[^:#@*\s]{1,50}$/
const CONDITION_NAME = /^[^*\s]{1,50}$/
const OBJECT_ID = /^[^#:\s*][a-zA-Z0-9_|*@.+/-]*$/
const RESERVED: ReadonlySet<string> = new Set(['self', 'this'])

export function nameFindings({ types, conditions }: Subject): Finding[] {
  const findings: Finding[] = []
  for (const { name: type, extend, relations } of types) {
    const aboutType = { type: type.text }
    if (RESERVED.has(type.text) && !extend) {
      const message = `a type cannot be called \`${type.text}\``
      findings.push({ code: 'reserved-type-keywords', message, range: type, about: aboutType })
    }
    if (!TYPE_NAME.test(type.text)) findings.push(invalidName('type', type, 254, aboutType))
    for (const { name: relation } of relations) {
      const about = { type: type.text, relation: relation.text }
      if (RESERVED.has(relation.text)) {
        const message = `a relation cannot be called \`${relation.text}\``
        findings.push({ code: 'reserved-relation-keywords', message, range: relation, about })
      }
      if (!RELATION_NAME.test(relation.text)) findings.push(invalidName('relation', relation, 50, about))
    }
  }
  for (const { name } of conditions) {
    if (!CONDITION_NAME.test(name.text)) findings.push(invalidName('condition', name, 50, { condition: name.text }))
  }
  return findings
}

function invalidName(what: string, name: Name, lengthMax: number, about: NonNullable<Finding['about']>): Finding {
  const forbidden = what === 'condition' ? 'space or `*`' : 'space or any of `:#@*`'
  const message = `${what} \`${name.text}\` needs a name of 1 to ${lengthMax} characters without ${forbidden}`
  return { code: 'invalid-name', message, range: name, about }
}

/** Whether OpenFGA's tools take the text for an object's id, the part after `type:`. */
export function isObjectId(text: string): boolean {
  return OBJECT_ID.test(text)
}
