// Test files in OpenFGA's format (`.fga.yaml`): a model or the name of its file, tuples, and what is expected of
// check, list_objects and list_users. What is read here is one flat list of expectations per test, each with its
// place, so that a failure can point at the line that expected otherwise.

import type { JsonObject, Tuple } from '@lockness/authz'
import type { TextRange } from '../syntax/diagnostic.ts'
import {
  isNothing,
  type Placed,
  type Problem,
  problem,
  type Report,
  readEntries,
  readFields,
  readFlag,
  readItems,
  readObject,
  readText,
  readTexts,
  readYaml,
  type YamlEntry,
  type YamlNode,
  type YamlProblemCode,
} from '../yaml/read-yaml.ts'

export interface ModelTestFile {
  readonly name?: string
  /** The model's text, and the place where it begins. */
  readonly model?: Placed
  readonly modelFile?: Placed
  readonly tuples: readonly PlacedTuple[]
  readonly tupleFiles: readonly Placed[]
  readonly tests: readonly ModelTest[]
}

export interface ModelTest {
  readonly name: string
  readonly range: TextRange
  readonly tuples: readonly PlacedTuple[]
  readonly tupleFiles: readonly Placed[]
  readonly expectations: readonly Expectation[]
}

export interface PlacedTuple {
  readonly tuple: Tuple
  readonly range: TextRange
}

export type Expectation = CheckExpectation | ListObjectsExpectation | ListUsersExpectation

interface ExpectationPlace {
  readonly relation: string
  readonly context?: JsonObject
  /** Where the expected answer stands. */
  readonly range: TextRange
}

export interface CheckExpectation extends ExpectationPlace {
  readonly kind: 'check'
  readonly user: string
  readonly object: string
  readonly expected: boolean
}

export interface ListObjectsExpectation extends ExpectationPlace {
  readonly kind: 'list_objects'
  readonly user: string
  readonly type: string
  readonly expected: readonly string[]
}

export interface ListUsersExpectation extends ExpectationPlace {
  readonly kind: 'list_users'
  readonly object: string
  readonly filter: readonly { readonly type: string; readonly relation?: string }[]
  readonly expected: readonly string[]
}

export type ModelTestProblemCode =
  | YamlProblemCode
  | 'missing-model'
  | 'file-not-found'
  | 'invalid-model'
  | 'invalid-tuple'
export type ModelTestProblem = Problem<ModelTestProblemCode>

export interface ParsedModelTest {
  readonly file: ModelTestFile
  readonly problems: readonly ModelTestProblem[]
}

const FILE_FIELDS = ['name', 'model', 'model_file', 'tuples', 'tuple_file', 'tuple_files', 'tests!']
const TEST_FIELDS = [
  'name',
  'description',
  'tuples',
  'tuple_file',
  'tuple_files',
  'check',
  'list_objects',
  'list_users',
]
const TUPLE_FIELDS = ['user!', 'relation!', 'object!', 'condition']
const CHECK_FIELDS = ['user', 'users', 'object', 'objects', 'assertions!', 'context']
const LIST_OBJECTS_FIELDS = ['user!', 'type!', 'assertions!', 'context']
const LIST_USERS_FIELDS = ['object!', 'user_filter!', 'assertions!', 'context']

export function parseModelTest(text: string): ParsedModelTest {
  const { root, problems: ofYaml } = readYaml(text)
  const problems: ModelTestProblem[] = [...ofYaml]
  if (!root) return { file: { tuples: [], tupleFiles: [], tests: [] }, problems }
  const report = (found: ModelTestProblem) => problems.push(found)
  const fields = readFields(root, 'a test file', FILE_FIELDS, report)
  const name = readText(fields.get('name')?.value, '`name`', report)
  const model = readText(fields.get('model')?.value, '`model`', report)
  const modelFile = readText(fields.get('model_file')?.value, '`model_file`', report)
  if (!model && !modelFile) {
    report(problem('missing-model', root.range, 'neither `model` nor `model_file` says which model is tested'))
  }
  const tests = readItems(fields.get('tests')?.value, '`tests`', report).map((node, at) => readTest(node, at, report))
  const file = {
    ...(name && { name: name.text }),
    ...(model && { model }),
    ...(modelFile && { modelFile }),
    ...readFacts(fields, report),
    tests,
  }
  return { file, problems }
}

/** A file of tuples alone: a list of them. */
export function parseTupleFile(text: string): {
  tuples: readonly PlacedTuple[]
  problems: readonly ModelTestProblem[]
} {
  const { root, problems: ofYaml } = readYaml(text)
  const problems: ModelTestProblem[] = [...ofYaml]
  const tuples = readItems(root, 'a file of tuples', (found) => problems.push(found))
  return { tuples: tuples.flatMap((node) => readTuple(node, (found) => problems.push(found)) ?? []), problems }
}

type Entries = ReadonlyMap<string, YamlEntry>

function readFacts(fields: Entries, report: Report): Pick<ModelTest, 'tuples' | 'tupleFiles'> {
  const tuples = readItems(fields.get('tuples')?.value, '`tuples`', report).flatMap(
    (node) => readTuple(node, report) ?? [],
  )
  const one = readText(fields.get('tuple_file')?.value, '`tuple_file`', report)
  const more = readTexts(fields.get('tuple_files')?.value, '`tuple_files`', report)
  return { tuples, tupleFiles: [...(one ? [one] : []), ...more] }
}

function readTuple(node: YamlNode, report: Report): PlacedTuple | undefined {
  const fields = readFields(node, 'a tuple', TUPLE_FIELDS, report)
  const subject = readText(fields.get('user')?.value, '`user`', report)
  const relation = readText(fields.get('relation')?.value, '`relation`', report)
  const object = readText(fields.get('object')?.value, '`object`', report)
  const conditionNode = fields.get('condition')?.value
  const condition = conditionNode && !isNothing(conditionNode) ? readCondition(conditionNode, report) : undefined
  if (!subject || !relation || !object) return undefined
  const tuple = { object: object.text, relation: relation.text, subject: subject.text, ...(condition && { condition }) }
  return { tuple, range: subject.range }
}

function readCondition(node: YamlNode, report: Report): Tuple['condition'] {
  const fields = readFields(node, 'a condition', ['name!', 'context'], report)
  const name = readText(fields.get('name')?.value, '`name`', report)
  const context = readObject(fields.get('context')?.value, '`context`', report)
  return name && { name: name.text, ...(context && { context }) }
}

function readTest(node: YamlNode, at: number, report: Report): ModelTest {
  const fields = readFields(node, 'a test', TEST_FIELDS, report)
  const name = readText(fields.get('name')?.value, '`name`', report)?.text ?? `test ${at + 1}`
  const every = (field: string, read: (item: YamlNode, report: Report) => Expectation[]) =>
    readItems(fields.get(field)?.value, `\`${field}\``, report).flatMap((item) => read(item, report))
  const expectations = [
    ...every('check', readChecks),
    ...every('list_objects', readListObjects),
    ...every('list_users', readListUsers),
  ]
  return { name, range: node.range, ...readFacts(fields, report), expectations }
}

/** One expectation for each user, object and relation named. */
function readChecks(node: YamlNode, report: Report): CheckExpectation[] {
  const fields = readFields(node, 'a check', CHECK_FIELDS, report)
  const users = oneOrMany(node, fields, 'user', report)
  const objects = oneOrMany(node, fields, 'object', report)
  return assertions(fields, report).flatMap(({ place, value }) => {
    const expected = readFlag(value, 'an assertion of `check`', report)
    if (expected === undefined) return []
    return users.flatMap((user) =>
      objects.map((object): CheckExpectation => ({ kind: 'check', user, object, expected, ...place })),
    )
  })
}

function oneOrMany(node: YamlNode, fields: Entries, field: 'user' | 'object', report: Report): readonly string[] {
  const one = readText(fields.get(field)?.value, `\`${field}\``, report)
  const many = readTexts(fields.get(`${field}s`)?.value, `\`${field}s\``, report)
  if (!fields.has(field) && !fields.has(`${field}s`)) {
    report(problem('missing-field', node.range, `a check lacks the field \`${field}\``))
  }
  return [...(one ? [one] : []), ...many].map(({ text }) => text)
}

function readListObjects(node: YamlNode, report: Report): ListObjectsExpectation[] {
  const fields = readFields(node, 'a list of objects', LIST_OBJECTS_FIELDS, report)
  const user = readText(fields.get('user')?.value, '`user`', report)
  const type = readText(fields.get('type')?.value, '`type`', report)
  return assertions(fields, report).flatMap(({ place, value }): ListObjectsExpectation[] => {
    const expected = readTexts(value, 'an assertion of `list_objects`', report).map(({ text }) => text)
    return user && type ? [{ kind: 'list_objects', user: user.text, type: type.text, expected, ...place }] : []
  })
}

function readListUsers(node: YamlNode, report: Report): ListUsersExpectation[] {
  const fields = readFields(node, 'a list of users', LIST_USERS_FIELDS, report)
  const object = readText(fields.get('object')?.value, '`object`', report)
  const filter = readItems(fields.get('user_filter')?.value, '`user_filter`', report).flatMap((item) =>
    readFilter(item, report),
  )
  return assertions(fields, report).flatMap(({ place, value }): ListUsersExpectation[] => {
    const users = readFields(value, 'an assertion of `list_users`', ['users!'], report).get('users')
    const expected = readTexts(users?.value, '`users`', report).map(({ text }) => text)
    return object ? [{ kind: 'list_users', object: object.text, filter, expected, ...place }] : []
  })
}

function readFilter(node: YamlNode, report: Report): ListUsersExpectation['filter'] {
  const fields = readFields(node, 'a filter', ['type!', 'relation'], report)
  const type = readText(fields.get('type')?.value, '`type`', report)
  const relation = readText(fields.get('relation')?.value, '`relation`', report)
  return type ? [{ type: type.text, ...(relation && { relation: relation.text }) }] : []
}

function assertions(fields: Entries, report: Report): { place: ExpectationPlace; value: YamlNode }[] {
  const node = fields.get('assertions')?.value
  const context = readObject(fields.get('context')?.value, '`context`', report)
  if (!node) return []
  return readEntries(node, '`assertions`', report).map(({ key, keyRange, value }) => ({
    place: { relation: key, range: keyRange, ...(context && { context }) },
    value,
  }))
}
