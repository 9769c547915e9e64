// A model's conditions, ready for the engine: `compileConditions(model)` gives a `Condition` for each definition that
// is right and a diagnostic for each mistake, all at once. The bounds on size are OpenFGA's.

import {
  type AuthorizationModel,
  CONDITION_COST_MAX,
  CONDITION_EXPRESSION_BYTES_MAX,
  CONDITION_PARAMETERS_MAX,
  CONDITIONS_PER_MODEL_MAX,
  type Condition,
  type ConditionDefinition,
  type ConditionFailure,
  INVALID,
} from '@lockness/authz'
import { coerceTo } from './coerce.ts'
import type { ExpressionDiagnostic, Run } from './compilation.ts'
import { type CompiledExpression, compileExpression } from './compile-expression.ts'
import { type Type, typeName, typeOfParameter } from './expression-type.ts'
import { timestampOfMilliseconds } from './time.ts'
import { Failure } from './value.ts'

export interface ConditionDiagnostic extends ExpressionDiagnostic {
  /** The condition's name in the model. `from` and `to` are offsets in its expression. */
  readonly condition: string
  /** Set when a parameter's declaration is wrong, not the expression. */
  readonly parameter?: string
}

export interface ConditionOptions {
  readonly costMax?: number
}

export function compileConditions(
  model: AuthorizationModel,
  options: ConditionOptions = {},
): { conditions: Map<string, Condition>; diagnostics: ConditionDiagnostic[] } {
  const conditions = new Map<string, Condition>()
  const diagnostics: ConditionDiagnostic[] = []
  const definitions = Object.entries(model.conditions ?? {})
  for (const [index, [name, definition]] of definitions.entries()) {
    if (index === CONDITIONS_PER_MODEL_MAX) {
      const message = `model has ${definitions.length} conditions, at most ${CONDITIONS_PER_MODEL_MAX} are allowed`
      diagnostics.push({ condition: name, code: 'too-many-conditions', message, from: 0, to: 0 })
      break
    }
    const compiled = compileCondition(definition, options)
    if ('diagnostics' in compiled) diagnostics.push(...compiled.diagnostics)
    else conditions.set(name, compiled)
  }
  return { conditions, diagnostics }
}

export function compileCondition(
  definition: ConditionDefinition,
  { costMax = CONDITION_COST_MAX }: ConditionOptions = {},
): Condition | { readonly diagnostics: readonly ConditionDiagnostic[] } {
  const { name, expression } = definition
  const fail = (found: readonly Omit<ConditionDiagnostic, 'condition'>[]) => ({
    diagnostics: found.map((diagnostic) => ({ condition: name, ...diagnostic })),
  })
  const whole = { from: 0, to: expression.length }
  const bytes = new TextEncoder().encode(expression).length
  if (bytes > CONDITION_EXPRESSION_BYTES_MAX) {
    const message = `expression is ${bytes} bytes long, at most ${CONDITION_EXPRESSION_BYTES_MAX} are allowed`
    return fail([{ code: 'too-long', message, ...whole }])
  }
  const parameters = readParameters(definition)
  if (!(parameters instanceof Map)) return fail(parameters)
  const compiled = compileExpression(expression, parameters, { costMax })
  if (!('run' in compiled)) return fail(compiled)
  if (compiled.type.kind !== 'bool') {
    const message = `a condition is a \`bool\`, this expression is a \`${typeName(compiled.type)}\``
    return fail([{ code: 'wrong-result', message, ...whole }])
  }
  return conditionOf(name, parameters, compiled)
}

function readParameters({
  parameters = {},
}: ConditionDefinition): Map<string, Type> | readonly Omit<ConditionDiagnostic, 'condition'>[] {
  const declared = Object.entries(parameters)
  const nowhere = { from: 0, to: 0 }
  if (declared.length > CONDITION_PARAMETERS_MAX) {
    const message = `condition has ${declared.length} parameters, at most ${CONDITION_PARAMETERS_MAX} are allowed`
    return [{ code: 'too-many-parameters', message, ...nowhere }]
  }
  const types = new Map<string, Type>()
  const wrong: Omit<ConditionDiagnostic, 'condition'>[] = []
  for (const [parameter, written] of declared) {
    const type = typeOfParameter(written)
    if (type !== undefined) types.set(parameter, type)
    else wrong.push({ code: 'unknown-type', message: `\`${written.type_name}\` is not a type`, parameter, ...nowhere })
  }
  return wrong.length > 0 ? wrong : types
}

function conditionOf(
  name: string,
  parameters: ReadonlyMap<string, Type>,
  { run, fallible }: CompiledExpression,
): Condition {
  const types = [...parameters.values()]
  return {
    name,
    parameters: [...parameters.keys()],
    coerce(slot, value) {
      const type = types[slot]
      return type === undefined ? INVALID : coerceTo(type, value)
    },
    coerceInstant(slot, epochMs) {
      return types[slot]?.kind === 'timestamp' ? timestampOfMilliseconds(epochMs) : undefined
    },
    evaluate: fallible ? caught(run) : (run as Condition['evaluate']),
  }
}

function caught(run: Run): Condition['evaluate'] {
  return (slots) => {
    try {
      return run(slots) as boolean
    } catch (error) {
      return failureOf(error)
    }
  }
}

function failureOf(error: unknown): ConditionFailure {
  if (!(error instanceof Failure)) throw error
  return error.overCost ? { reason: error.reason, overCost: true } : { reason: error.reason }
}
