// Words of the language from its parts: what printing a model and formatting a text have in common.

import type {
  ConditionSyntax,
  Definition,
  Operation,
  ParameterSyntax,
  RestrictionSyntax,
  Restrictions,
} from './document.ts'

const OPERATORS: Readonly<Record<Operation['kind'], string>> = {
  union: ' or ',
  intersection: ' and ',
  exclusion: ' but not ',
}

/** A definition on one line; an operation inside another is in parentheses. */
export function definitionText(definition: Definition): string {
  switch (definition.kind) {
    case 'restrictions':
      return restrictionsText(definition)
    case 'reference':
      return definition.relation.text
    case 'arrow':
      return `${definition.relation.text} from ${definition.tupleset.text}`
    default:
      return definition.operands.map(operandText).join(OPERATORS[definition.kind])
  }
}

function operandText(operand: Definition): string {
  return 'operands' in operand ? `(${definitionText(operand)})` : definitionText(operand)
}

function restrictionsText({ entries }: Restrictions): string {
  return `[${entries.map(restrictionText).join(', ')}]`
}

/** `user`, `user:*`, `group#member`, each perhaps `with condition`. */
export function restrictionText({ type, relation, wildcard, condition }: RestrictionSyntax): string {
  const subject = `${type.text}${wildcard ? ':*' : ''}${relation ? `#${relation.text}` : ''}`
  return condition ? `${subject} with ${condition.text}` : subject
}

/** `condition name(parameter: type)`, up to the brace. */
export function conditionHead({ name, parameters }: Pick<ConditionSyntax, 'name' | 'parameters'>): string {
  return `condition ${name.text}(${parameters.map(parameterText).join(', ')})`
}

function parameterText({ name, type, element }: ParameterSyntax): string {
  return `${name.text}: ${type.text}${element ? `<${element.text}>` : ''}`
}
