// The house rules that a machine can hold, one row each, so that review is left for the others. A rule looks at one file
// and gives the lines that break it. Biome holds what needs a parser: the length of functions, `any`, floating
// promises, cycles of imports, enums, skipped tests.

import { basename } from 'node:path'
import { lineAt, type Source } from './source.ts'
import { brokenWalls, isFrontDoor } from './walls.ts'

export interface Finding {
  readonly line: number
  readonly message: string
}

export interface Rule {
  readonly name: string
  readonly appliesTo: (source: Source) => boolean
  readonly find: (source: Source) => readonly Finding[]
}

const LINES_MAX = 400
const LINES_WITHOUT_HEADER_MAX = 40
const AGENTS_LINES_MAX = 80

const isCode = ({ path }: Source) => /\.(ts|tsx|mjs)$/.test(path)
const isPure = ({ path, isTest }: Source) => /^packages\/(authz|language)\/src\//.test(path) && !isTest
const isWorkspaceCode = (source: Source) => isCode(source) && /^(packages|apps|conformance|bench)\//.test(source.path)

/** The command; the file of the console that knows how it was started, and two that Next looks at; programs of tests. */
const READS_ENVIRONMENT =
  /^packages\/cli\/|^apps\/console\/(session\/environment|next\.config|embedded|stories\/[\w.-]+)\.ts$/

/** What a generator writes, the tables of the parser above all, has its own ideas of length and layout. */
const isGenerated = ({ path }: Source) => /\.generated\.ts$/.test(path)
const isWritten = (source: Source) => isCode(source) && !isGenerated(source)

export const RULES: readonly Rule[] = [
  { name: 'walls', appliesTo: isCode, find: brokenWalls },
  { name: 'pure-imports', appliesTo: isPure, find: findNodeImports },
  {
    name: 'pure-code',
    appliesTo: isPure,
    find: inCode(
      /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bperformance\.|\bprocess\.|\bconsole\.|\bset(Timeout|Interval|Immediate)\b|\bcrypto\.|\bfetch\(/g,
      (found) => `\`${found}\` in a pure package: take time, chance and the outside world as arguments`,
    ),
  },
  {
    name: 'chance',
    appliesTo: isWorkspaceCode,
    find: inCode(/\bMath\.random\b/g, () => 'take chance as an argument: a run must be repeatable from its seed'),
  },
  {
    name: 'environment',
    appliesTo: (source) => isWorkspaceCode(source) && !READS_ENVIRONMENT.test(source.path),
    find: inCode(/\bprocess\.env\b/g, () => 'the environment is read by the command: take what it says as an argument'),
  },
  { name: 'file-name', appliesTo: isCode, find: findFileName },
  { name: 'file-length', appliesTo: isWritten, find: findLength },
  { name: 'header', appliesTo: (source) => isWritten(source) && !source.isTest, find: findHeader },
  { name: 'barrel', appliesTo: (source) => isCode(source) && !isFrontDoor(source.path), find: findBarrel },
  {
    name: 'type-escape',
    appliesTo: isCode,
    find: inComments(
      /@ts-(ignore|nocheck)\b/,
      (found) => `\`${found}\` hides an error: say the type, or parse the value`,
    ),
  },
  {
    name: 'as-any',
    appliesTo: isWritten,
    find: inCode(/\bas any\b|:\s*any\b|<any>/g, () => 'say the type, or parse the value: no `any`'),
  },
  {
    name: 'unfinished',
    appliesTo: isCode,
    find: inComments(/\b(TODO|FIXME|XXX|HACK)\b/, (found) => `\`${found}\`: what is to be done is an issue`),
  },
  {
    name: 'node-24-0',
    appliesTo: isCode,
    find: inCode(
      /\bimport\.meta\.main\b/g,
      () => 'undefined before Node 24.2: compare process.argv[1] with import.meta.filename',
    ),
  },
  { name: 'dead-code', appliesTo: isWritten, find: findDeadCode },
  { name: 'machine-path', appliesTo: () => true, find: findMachinePath },
  { name: 'agents', appliesTo: ({ path }) => path === 'AGENTS.md', find: findLongAgents },
  { name: 'claude', appliesTo: ({ path }) => path === 'CLAUDE.md', find: findSecondAgents },
  { name: 'lock', appliesTo: ({ path }) => path === 'package-lock.json', find: findDownloadAddress },
]

function inCode(pattern: RegExp, message: (found: string) => string): Rule['find'] {
  return ({ code, text }) =>
    [...code.matchAll(pattern)].map((match) => ({ line: lineAt(text, match.index), message: message(match[0]) }))
}

function inComments(pattern: RegExp, message: (found: string) => string): Rule['find'] {
  return ({ comments }) =>
    comments.flatMap(({ line, text }) => {
      const match = pattern.exec(text)
      return match ? [{ line: line + lineAt(text, match.index) - 1, message: message(match[0]) }] : []
    })
}

function findNodeImports({ imports }: Source): Finding[] {
  return imports
    .filter(({ specifier }) => specifier.startsWith('node:'))
    .map(({ line, specifier }) => ({ line, message: `\`${specifier}\` in a pure package: it also runs in browsers` }))
}

const BANNED_NAMES = /^(utils?|helpers?|common|shared|misc|lib|types|constants|index)\.(ts|tsx|mjs)$/

/** The names of Next's own files are Next's. */
function findFileName({ path }: Source): Finding[] {
  const name = basename(path)
  if (path.startsWith('apps/console/app/')) return []
  if (BANNED_NAMES.test(name)) return [{ line: 1, message: `\`${name}\` says nothing: name a file for what it holds` }]
  return /^[a-z0-9]+([-.][a-z0-9]+)*$/.test(name) ? [] : [{ line: 1, message: `\`${name}\` is not in kebab-case` }]
}

function findLength({ lines }: Source): Finding[] {
  if (lines.length <= LINES_MAX) return []
  return [{ line: LINES_MAX + 1, message: `${lines.length} lines, the limit is ${LINES_MAX}: one file, one idea` }]
}

function findHeader({ lines, text }: Source): Finding[] {
  if (lines.length <= LINES_WITHOUT_HEADER_MAX) return []
  if (/^(#!.*\n)?('use (client|server)'\n+)?\s*(\/\/|\/\*)/.test(text)) return []
  return [{ line: 1, message: 'a file of this length begins by saying what it is for' }]
}

/** A file that only passes on what others export hides where things are. */
function findBarrel({ code, imports }: Source): Finding[] {
  const star = imports.find(
    ({ line, isReExport }) => isReExport && /export\s*\*/.test(code.split('\n')[line - 1] ?? ''),
  )
  if (star)
    return [{ line: star.line, message: '`export *` outside of a front door: import from the file that has it' }]
  const own = code.replace(/^(import|export)\b[^'"`;]*?\bfrom\s*(['"])\s*\2;?/gm, '').trim()
  const first = imports.find(({ isReExport }) => isReExport)
  return own === '' && first ? [{ line: first.line, message: 'a barrel: import from the file that has it' }] : []
}

/** Prose about code does not end in a brace or a semicolon, and does not assign. */
function findDeadCode({ comments }: Source): Finding[] {
  const pattern =
    /^\/\/\s*((const|let|var)\s+[\w{[][^=]*=\s|(import|export)\s.*\bfrom\s+['"]|(if|for|while)\s*\(.*\{$|return\b.*;$|[\w.]+\(.*\);$)/
  return comments
    .filter(({ text }) => pattern.test(text.trim()))
    .map(({ line }) => ({ line, message: 'code in a comment: delete it, the history has it' }))
}

const MACHINE_PATH = /(^|[\s'"`(=:])(\/(home|Users|root|work|tmp|private\/var)\/[\w.-]+|[A-Z]:\\Users\\)/

function findMachinePath({ lines }: Source): Finding[] {
  return lines.flatMap((text, index) => {
    const match = MACHINE_PATH.exec(text)
    return match ? [{ line: index + 1, message: `\`${match[2]}\` is a path of one machine` }] : []
  })
}

function findLongAgents({ lines }: Source): Finding[] {
  if (lines.length <= AGENTS_LINES_MAX) return []
  return [{ line: AGENTS_LINES_MAX + 1, message: `${lines.length} lines, the limit is ${AGENTS_LINES_MAX}` }]
}

function findSecondAgents({ text }: Source): Finding[] {
  return text.trim() === '@AGENTS.md'
    ? []
    : [{ line: 1, message: 'the instructions are in AGENTS.md: say `@AGENTS.md`' }]
}

function findDownloadAddress({ lines }: Source): Finding[] {
  return lines.flatMap((text, index) =>
    /"resolved":\s*"(git\+|https?:)/.test(text)
      ? [{ line: index + 1, message: 'a download address: it names one mirror, the hash is what counts' }]
      : [],
  )
}
