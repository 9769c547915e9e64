// What is wrong inside the expressions of a model's conditions, as findings with places in the model's text.

import type { AuthorizationModel } from '@lockness/authz'
import { type ConditionDiagnostic, compileConditions } from '../condition/compile-condition.ts'
import type { Finding } from '../model/finding.ts'
import type { Range } from '../syntax/diagnostic.ts'
import type { ConditionSyntax } from '../syntax/document.ts'

export function expressionFindings(model: AuthorizationModel, conditions: readonly ConditionSyntax[]): Finding[] {
  return compileConditions(model).diagnostics.flatMap((diagnostic): Finding[] => {
    if (isToldByModelRules(diagnostic)) return []
    const syntax = conditions.find(({ name }) => name.text === diagnostic.condition)
    if (!syntax) return []
    const { message, condition } = diagnostic
    return [{ code: 'invalid-condition', message, range: placeOf(diagnostic, syntax), about: { condition } }]
  })
}

/** Sizes are among the rules of models, and would be told twice. */
export function isToldByModelRules({ code }: ConditionDiagnostic): boolean {
  return code === 'too-long' || code === 'too-many-parameters' || code === 'too-many-conditions'
}

function placeOf(
  { parameter, from, to }: ConditionDiagnostic,
  { parameters, expression, expressionRange }: ConditionSyntax,
): Range {
  const declared = parameters.find(({ name }) => name.text === parameter)
  if (declared) return declared.type
  // The model carries the expression without its comments; where there are some, offsets are not the text's.
  const isVerbatim = expressionRange.to - expressionRange.from === expression.length
  return isVerbatim ? { from: expressionRange.from + from, to: expressionRange.from + to } : expressionRange
}
