// The front door of the language: text to model and back.

export { type CatalogDiagnostic, type CatalogFile, checkCatalogs } from './catalog/check-catalogs.ts'
export {
  type Catalog,
  type CatalogEntry,
  type CatalogProblem,
  type CatalogType,
  parseCatalog,
} from './catalog/parse-catalog.ts'
export {
  type ConditionDiagnostic,
  type ConditionOptions,
  compileCondition,
  compileConditions,
} from './condition/compile-condition.ts'
export { isObjectId } from './model/name-rules.ts'
export { type ParsedModel, parseModel, parseModule } from './model/parse-model.ts'
export { type PrintedModel, type PrintOptions, printModel } from './model/print-model.ts'
export { validateModel } from './model/validate-model.ts'
export type { Expectation, ModelTestFile, ModelTestProblem } from './model-test/parse-model-test.ts'
export { parseModelTest } from './model-test/parse-model-test.ts'
export {
  type EngineFactory,
  type LoadedModelTest,
  type LoadModel,
  loadModelTest,
  type ModelTestDiagnostic,
  type ModelTestOptions,
  type ModelTestResult,
  runModelTest,
  type TestedEngine,
  type TestFailure,
  type TestResult,
} from './model-test/run-model-test.ts'
export { type ComposedModel, composeModules, type ModuleDiagnostic, type ModuleFile } from './module/compose-modules.ts'
export {
  type ConditionChange,
  diffModels,
  isSameMeaning,
  type ModelDiff,
  type RelationChange,
  type TypeChange,
} from './module/diff-models.ts'
export {
  type FileDiagnostic,
  hasErrors,
  type LoadedModel,
  loadModel,
  type ReadFile,
  resolvePath,
} from './module/load-model.ts'
export { type ParsedModFile, parseModFile } from './module/parse-mod-file.ts'
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
export { parser } from './syntax/fga-parser.generated.ts'
export { formatDocument, formatText } from './syntax/format-text.ts'
export type { Problem } from './yaml/read-yaml.ts'
