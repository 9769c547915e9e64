// What is said twice. The place is the first saying, as OpenFGA has it; the fix takes the second away.

import type { Range } from '../syntax/diagnostic.ts'
import type { Definition } from '../syntax/document.ts'
import { restrictionText } from '../syntax/print-syntax.ts'
import { type Finding, leaves, type Subject } from './finding.ts'

export function duplicateFindings({ types }: Subject): Finding[] {
  const findings: Finding[] = []
  for (const { first, text } of repeated(types, ({ name }) => name.text)) {
    const message = `type \`${text}\` is defined more than once`
    findings.push({ code: 'duplicated-error', message, range: first.name, about: { type: text } })
  }
  for (const type of types) {
    for (const { name, definition } of type.relations) {
      if (!definition) continue
      const about = { type: type.name.text, relation: name.text }
      for (const finding of duplicateRestrictions(definition, about)) findings.push(finding)
      for (const finding of duplicateOperands(definition, about)) findings.push(finding)
    }
  }
  return findings
}

type About = NonNullable<Finding['about']>

function* duplicateRestrictions(definition: Definition, about: About): Generator<Finding> {
  for (const leaf of leaves(definition)) {
    if (leaf.kind !== 'restrictions') continue
    for (const { first, again, before, text } of repeated(leaf.entries, restrictionText)) {
      const message = `\`${text}\` is in the list more than once`
      yield { code: 'duplicated-error', message, range: first, about, fix: removal(before, again) }
    }
  }
}

function* duplicateOperands(definition: Definition, about: About): Generator<Finding> {
  if (!('operands' in definition)) return
  const named = definition.operands.filter((operand) => operand.kind === 'reference' || operand.kind === 'arrow')
  for (const { first, text } of repeated(named, operandText)) {
    const message =
      definition.kind === 'exclusion'
        ? `\`${text} but not ${text}\` is nobody`
        : `\`${text}\` is in the definition of \`${about.relation}\` more than once`
    yield { code: 'duplicated-error', message, range: first, about }
  }
}

function operandText(operand: Definition): string {
  if (operand.kind === 'arrow') return `${operand.relation.text} from ${operand.tupleset.text}`
  return operand.kind === 'reference' ? operand.relation.text : ''
}

/** Each saying after the first, with the first, and the neighbour before it. */
function* repeated<T>(
  entries: readonly T[],
  textOf: (entry: T) => string,
): Generator<{ first: T; again: T; before: T; text: string }> {
  const firsts = new Map<string, T>()
  for (const [i, again] of entries.entries()) {
    const text = textOf(again)
    const first = firsts.get(text)
    if (first === undefined) firsts.set(text, again)
    else yield { first, again, before: entries[i - 1]!, text }
  }
}

function removal(before: Range, again: Range): Finding['fix'] {
  return { title: 'remove the second', edits: [{ from: before.to, to: again.to, insert: '' }] }
}
