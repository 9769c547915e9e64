// Conditions as parts of a model: that they are used, and their sizes. What is inside an expression is checked where
// expressions are compiled.

import { CONDITION_EXPRESSION_BYTES_MAX, CONDITION_PARAMETERS_MAX, CONDITIONS_PER_MODEL_MAX } from '@lockness/authz'
import { type Finding, leaves, type Subject } from './finding.ts'

export function conditionFindings({ types, conditions }: Subject): Finding[] {
  const findings: Finding[] = []
  const used = new Set<string>()
  for (const { relations } of types) {
    for (const { definition } of relations) {
      for (const leaf of leaves(definition)) {
        if (leaf.kind !== 'restrictions') continue
        for (const { condition } of leaf.entries) if (condition) used.add(condition.text)
      }
    }
  }
  for (const { name, parameters, expression, expressionRange } of conditions) {
    const about = { condition: name.text }
    if (!used.has(name.text)) {
      const message = `condition \`${name.text}\` is not used`
      findings.push({ code: 'condition-not-used', severity: 'warning', message, range: name, about })
    }
    if (parameters.length > CONDITION_PARAMETERS_MAX) {
      const message = `a condition has at most ${CONDITION_PARAMETERS_MAX} parameters, this one has ${parameters.length}`
      findings.push({ code: 'limit-exceeded', message, range: name, about })
    }
    const bytes = new TextEncoder().encode(expression).length
    if (bytes > CONDITION_EXPRESSION_BYTES_MAX) {
      const message = `a condition has at most ${CONDITION_EXPRESSION_BYTES_MAX} bytes, this one has ${bytes}`
      findings.push({ code: 'limit-exceeded', message, range: expressionRange, about })
    }
  }
  if (conditions.length > CONDITIONS_PER_MODEL_MAX) {
    const message = `a model has at most ${CONDITIONS_PER_MODEL_MAX} conditions, this one has ${conditions.length}`
    findings.push({ code: 'limit-exceeded', message, range: conditions[CONDITIONS_PER_MODEL_MAX]!.name })
  }
  return findings
}
