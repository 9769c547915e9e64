// The front door of the language: text to model and back.

export {
  type ConditionDiagnostic,
  type ConditionOptions,
  compileCondition,
  compileConditions,
} from './condition/compile-condition.ts'
export { isObjectId } from './model/name-rules.ts'
export { type ParsedModel, parseModel, parseModule } from './model/parse-model.ts'
export { validateModel } from './model/validate-model.ts'
export type { Diagnostic, DiagnosticCode, Fix, Position, Range, TextEdit, TextRange } from './syntax/diagnostic.ts'
export type {
  Arrow,
  ConditionSyntax,
  Definition,
  Header,
  Name,
  Operation,
  ParameterSyntax,
  Reference,
  RelationSyntax,
  RestrictionSyntax,
  Restrictions,
  TypeSyntax,
} from './syntax/document.ts'
export { parser } from './syntax/fga-parser.ts'
