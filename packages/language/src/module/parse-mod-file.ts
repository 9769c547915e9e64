// `fga.mod`, the list of a model's module files: a small YAML with a schema and paths. A path stays inside the folder
// of the `fga.mod`, however it is spelled, because whoever wrote the list is not always who reads the files.

import { LineIndex, type Range } from '../syntax/diagnostic.ts'
import {
  isNothing,
  type Placed,
  type Problem,
  problem,
  readEntries,
  readYaml,
  type YamlNode,
  type YamlProblemCode,
} from '../yaml/read-yaml.ts'

export type ModFileProblem = Problem<YamlProblemCode | 'invalid-module-file'>

export interface ParsedModFile {
  readonly schema: string
  readonly contents: readonly Placed[]
  readonly diagnostics: readonly ModFileProblem[]
}

const SCHEMA = '1.2'

export function parseModFile(text: string): ParsedModFile {
  const { root, problems } = readYaml(text)
  const diagnostics: ModFileProblem[] = [...problems]
  const start = new LineIndex(text).range({ from: 0, to: 0 })
  const report = (message: string, { range }: { range: Range & Placed['range'] } = { range: start }) => {
    diagnostics.push(problem('invalid-module-file', range, message))
  }
  if (problems.length > 0) return { schema: SCHEMA, contents: [], diagnostics }
  const entries = root && !isNothing(root) ? readEntries(root, '`fga.mod`', (found) => diagnostics.push(found)) : []
  const field = (name: string) => entries.find(({ key }) => key === name)?.value
  readSchema(field('schema'), report)
  return { schema: SCHEMA, contents: readContents(field('contents'), report), diagnostics }
}

type Report = (message: string, node?: YamlNode) => void

function readSchema(node: YamlNode | undefined, report: Report): void {
  if (!node) report('`fga.mod` lacks the field `schema`')
  else if (node.kind !== 'scalar' || typeof node.value !== 'string')
    report("`schema` is expected to be text, such as `'1.2'`", node)
  else if (node.value !== SCHEMA) report(`modules need schema \`${SCHEMA}\`, not \`${node.value}\``, node)
}

function readContents(node: YamlNode | undefined, report: Report): Placed[] {
  if (!node) report('`fga.mod` lacks the field `contents`')
  else if (node.kind !== 'list') report('`contents` is expected to be a list of files', node)
  if (node?.kind !== 'list') return []
  return node.items.flatMap((item) => {
    const path = item.kind === 'scalar' && typeof item.value === 'string' ? decoded(item.value) : undefined
    if (path === undefined) report('a module file is expected to be text', item)
    else if (leavesFolder(path)) report(`\`${path}\` leads out of the folder of the \`fga.mod\``, item)
    else if (!path.endsWith('.fga')) report(`a module file ends in \`.fga\`, this one is \`${path}\``, item)
    else return [{ text: path, range: item.range }]
    return []
  })
}

/** Dots and slashes as they would be once decoded. */
function decoded(path: string): string {
  return path.replace(/%2e/gi, '.').replace(/%2f/gi, '/').replace(/%5c/gi, '\\')
}

function leavesFolder(path: string): boolean {
  return path.startsWith('/') || path.startsWith('\\') || path.split(/[/\\]+/).includes('..')
}
