// Writes what the client knows of the server's operations: a table for the machine and types for people, both from the
// document that the server makes of its own route tables. `node packages/client/build-operations.ts` after a change of
// the API; a test compares the file with what this makes, so a client that is out of step cannot be committed.

import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startServer } from '@lockness/server'
import { type Operation, type OperationDocument, operationsOf } from './build-document.ts'
import { docOf, Printer, type Schema } from './build-types.ts'

const TRIES_MAX = 100
const PAUSE_MS = 200
const GENERATED = new URL('./src/operations.generated.ts', import.meta.url)

/** Shapes that callers speak of: where they are first met, and everywhere else where they look the same. */
// biome-ignore format: a table is read by its columns
const NAMED: readonly (readonly [type: string, operation: string, side: 'input' | 'output', ...path: string[]])[] = [
  ['Tuple',        'tuple.write',    'input',  'added', '[]'],
  ['Tuple',        'tuple.read',     'output', 'items', '[]'],
  ['TupleKey',     'tuple.write',    'input',  'removed', '[]'],
  ['Consistency',  'access.check',   'input',  'consistency'],
  ['Moment',       'access.check',   'input',  'at'],
  ['Precondition', 'tuple.write',    'input',  'preconditions', '[]'],
  ['ExplainStep',  'access.explain', 'output', 'steps', '[]'],
  ['TuplePeriod',  'tuple.history',  'output', 'items', '[]'],
  ['Store',        'store.list',     'output', 'items', '[]'],
  ['Key',          'key.list',       'output', 'items', '[]'],
  ['AuditRecord',  'audit.list',     'output', 'items', '[]'],
  ['ModelVersion', 'model.list',     'output', 'items', '[]'],
  ['ModelLabel',   'label.list',     'output', 'items', '[]'],
  ['Module',       'module.list',    'output', 'items', '[]'],
  ['ModuleFile',   'module.push',    'input',  'files', '[]'],
  ['Mistake',      'module.push',    'output', 'errors', '[]'],
  ['ModelImpact',  'module.push',    'output', 'impact'],
  ['TestReport',   'module.push',    'output', 'tests'],
]

/** What a schema cannot say, said by hand beside the client. */
const BY_HAND: Readonly<Record<string, string>> = {
  'access.expand output tree': 'ExpandNode',
  'tuple.write added [] output condition context': 'JsonObject',
  'access.explain steps [] output tuple': 'Tuple',
  'module.push impact output orphans': 'Orphans',
}

export function generateOperations(document: OperationDocument): string {
  const operations = operationsOf(document)
  const printer = new Printer(BY_HAND)
  const shapes = nameShapes(printer, operations)
  const types = operations.flatMap((operation) => {
    const { name, input, output } = operation
    const described = `\`${name}\``
    return [
      printer.declare(typeName(name, 'Input'), input, 'input', `What ${described} takes.`, name),
      printer.declare(
        typeName(name, 'Output'),
        output,
        'output',
        isStream(operation) ? `A line of ${described}.` : `What ${described} answers.`,
        name,
      ),
    ]
  })
  return [
    "// Generated from the server's route tables by build-operations.ts.",
    '',
    "import type { Ask, List, ListOrStream, OperationRow, Stream, Upload, Uploaded, Watch } from './method.ts'",
    "import type { ExpandNode, JsonObject, Orphans } from './open-shapes.ts'",
    '',
    '/** What the server may say that is wrong. */',
    `export const SERVER_ERROR_CODES = ${list(document.components.schemas.Problem.properties.code.enum)} as const`,
    '',
    tableOf(operations),
    methodsOf(operations),
    ...shapes,
    ...types,
  ].join('\n')
}

function nameShapes(printer: Printer, operations: readonly Operation[]): string[] {
  const declared = new Set<string>()
  return NAMED.flatMap(([type, name, side, ...path]) => {
    const operation = operations.find((each) => each.name === name)
    let schema: Schema | undefined = operation?.[side]
    for (const part of path) schema = part === '[]' ? (schema?.items as Schema) : schema?.properties?.[part]
    if (!schema) throw new Error(`\`${name}\` has no ${side} \`${path.join('.')}\``)
    printer.name(type, schema, side)
    if (declared.has(type)) return []
    declared.add(type)
    return [printer.declare(type, schema, 'output', undefined, `${name} ${path.join(' ')}`)]
  })
}

function tableOf(operations: readonly Operation[]): string {
  const rows = operations.map(({ name, method, path, kind, changes, rest, flags }) => {
    const cells = [
      `method: '${method}'`,
      `path: '${path}'`,
      `kind: '${kind}'`,
      ...(changes ? ['changes: true'] : []),
      ...(rest === undefined ? [] : [`rest: '${rest}'`]),
      ...flags.map((flag) => `${flag}: true`),
    ]
    return `  '${name}': { ${cells.join(', ')} },`
  })
  return [
    'export const OPERATIONS = {',
    ...rows,
    '} as const satisfies Readonly<Record<string, OperationRow>>',
    '',
  ].join('\n')
}

function methodsOf(operations: readonly Operation[]): string {
  const nouns = Map.groupBy(operations, ({ name }) => name.split('.', 1)[0]!)
  const lines = [...nouns].flatMap(([noun, its]) => [
    `  readonly ${camel(noun)}: {`,
    ...its.flatMap((operation) => [
      ...docOf(operation.summary, '    '),
      `    readonly ${camel(operation.name.slice(noun.length + 1))}: ${methodOf(operation)}`,
    ]),
    '  }',
  ])
  return [
    '/** A method for every operation, called as it is. */',
    'export interface Methods {',
    ...lines,
    '}',
    '',
  ].join('\n')
}

function methodOf({ name, kind, flags }: Operation): string {
  const [input, output] = [typeName(name, 'Input'), typeName(name, 'Output')]
  if (kind === 'up') return `Upload<${input} & Uploaded, ${output}>`
  if (kind === 'down') return `${flags.includes('events') ? 'Watch' : 'Stream'}<${input}, ${output}>`
  if (kind === 'list') return `${flags.includes('lines') ? 'ListOrStream' : 'List'}<${input}, ${output}>`
  return `Ask<${input}, ${output}>`
}

function isStream({ kind }: Operation): boolean {
  return kind === 'down' || kind === 'up'
}

function typeName(name: string, suffix: string): string {
  const [first = '', ...rest] = camel(name.replace('.', '_'))
  return `${first.toUpperCase()}${rest.join('')}${suffix}`
}

function camel(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function list(values: readonly string[]): string {
  return `[${values.map((value) => `'${value}'`).join(', ')}]`
}

/** As a server on this machine serves it; one that has just begun on a busy machine is asked again. */
export async function fetchDocument(url: string): Promise<OperationDocument> {
  for (let tries = 1; ; tries++) {
    const response = await fetch(`${url}/v1/openapi.json`)
    if (response.ok) return (await response.json()) as OperationDocument
    const text = await response.text()
    if (response.status !== 503 || tries === TRIES_MAX) throw new Error(`no document: ${text}`)
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}

async function buildFile(): Promise<void> {
  const folder = await mkdtemp(join(await realpath(tmpdir()), 'lockness-operations-'))
  const report = () => undefined
  const server = await startServer({ place: { folder }, host: '127.0.0.1', port: 0, report })
  try {
    await writeFile(GENERATED, generateOperations(await fetchDocument(server.url)))
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildFile()
