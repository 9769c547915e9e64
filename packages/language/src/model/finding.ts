// What every rule of validation starts from and ends with: a subject to look at, and findings.

import type { Diagnostic, DiagnosticCode, Fix, LineIndex, Range } from '../syntax/diagnostic.ts'
import type { ConditionSyntax, Definition, RelationSyntax, TypeSyntax } from '../syntax/document.ts'

/** What the rules read. */
export interface Subject {
  readonly types: readonly TypeSyntax[]
  readonly conditions: readonly ConditionSyntax[]
}

/** A diagnostic before its place is worked out. */
export interface Finding {
  readonly code: DiagnosticCode
  readonly severity?: 'warning'
  readonly message: string
  readonly range: Range
  readonly also?: readonly Range[] | undefined
  readonly about?: NonNullable<Diagnostic['about']>
  readonly fix?: Fix | undefined
}

/** The finding as a diagnostic; with its line and column when it is about a text. */
export function diagnosticOf(
  { code, severity, message, range, also, about, fix }: Finding,
  lines?: LineIndex,
): Diagnostic {
  return {
    code,
    severity: severity ?? 'error',
    message,
    ...(lines && range.from >= 0 && { range: lines.range(range) }),
    ...(lines && also && { also: also.map((again) => lines.range(again)) }),
    ...(about && { about }),
    ...(lines && fix && { fix }),
  }
}

/** Every leaf of a definition, from left to right. */
export function* leaves(definition: Definition | undefined): Generator<Exclude<Definition, { operands: unknown }>> {
  if (!definition) return
  if ('operands' in definition) for (const operand of definition.operands) yield* leaves(operand)
  else yield definition
}

/** Types by name; of a name defined twice, the last, as OpenFGA reads it. */
export function typesByName({ types }: Subject): Map<string, TypeSyntax> {
  return new Map(types.map((type) => [type.name.text, type]))
}

export function relationsByName(type: TypeSyntax): Map<string, RelationSyntax> {
  return new Map(type.relations.map((relation) => [relation.name.text, relation]))
}
