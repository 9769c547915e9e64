// The workloads as files, so that other engines can be asked the same and must answer the same: for each one
// `model.fga` (OpenFGA's DSL), `tuples.jsonl` (one OpenFGA tuple key per line), `tuples.csv` (columns as the CLI of
// OpenFGA reads them) and `questions.jsonl` (question, context and expected answer, from an oracle or the construction).

import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { CheckQuestion, JsonObject, Tuple } from '@lockness/authz'
import type { Run } from './harness/run.ts'
import { CreatorOracle } from './oracle/creator-oracle.ts'
import { asText } from './w1-creator-platform.ts'
import { makeCreatorWorld } from './workload/creator.ts'
import { CreatorQuestions } from './workload/creator-questions.ts'
import { type ListsWorld, makeListsWorld } from './workload/lists.ts'
import { OPENFGA_SHAPES } from './workload/openfga-shapes.ts'
import { SPICEDB_SHAPES } from './workload/spicedb-shapes.ts'
import { objectName, tuplesOf } from './workload/world.ts'

const QUESTIONS = 10_000
const LIST_SIZES = [10, 1_000, 10_000]

interface EmittedCheck {
  readonly check: CheckQuestion
  readonly context?: JsonObject
  readonly expected: boolean
}

interface EmittedList {
  readonly listObjects: { readonly subject: string; readonly relation: string; readonly type: string }
  readonly expected: readonly string[]
}

interface Emitted {
  readonly name: string
  readonly dsl: string
  readonly tuples: () => Iterable<Tuple>
  readonly questions: Iterable<EmittedCheck | EmittedList>
}

export async function emit({ report, scale, seed, out }: Run): Promise<void> {
  report.heading(`emit  files below ${out}`)
  for (const make of [...SPICEDB_SHAPES, ...OPENFGA_SHAPES]) {
    const { name, dsl, tuples, check, expected, context, listObjects } = make()
    const list = listObjects ? [{ listObjects: listObjects.question, expected: listObjects.expected }] : []
    await write(out, {
      name: `w0-${name}`,
      dsl,
      tuples: () => tuples,
      questions: [{ check, expected, ...(context && { context }) }, ...list],
    })
  }
  for (const ids of ['uuid', 'short'] as const) {
    const world = makeCreatorWorld({ scale, seed, ids })
    const questions = new CreatorQuestions(world, new CreatorOracle(world), seed + 1)
    const asked = [...questions.cold(QUESTIONS), ...questions.hot(QUESTIONS)].map((each) => asText(world, each))
    const checks = asked.map(({ question, expected }) => ({ check: question, expected }))
    await write(out, { name: `w1-creator-${ids}`, dsl: world.dsl, tuples: () => tuplesOf(world), questions: checks })
  }
  const lists = makeListsWorld(LIST_SIZES)
  await write(out, { name: 'w4-lists', dsl: lists.dsl, tuples: () => tuplesOf(lists), questions: listQuestions(lists) })
  report.say('done')
}

function* listQuestions(world: ListsWorld): Generator<EmittedList> {
  for (const { person, operator, docs } of world.lists) {
    const listObjects = { subject: objectName(world, 'user', person), relation: operator, type: 'doc' }
    yield { listObjects, expected: Array.from(docs, (doc) => objectName(world, 'doc', doc)) }
  }
}

async function write(out: string, { name, dsl, tuples, questions }: Emitted): Promise<void> {
  const folder = join(out, name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'model.fga'), dsl)
  await writeLines(join(folder, 'tuples.jsonl'), tuples(), (tuple) => JSON.stringify(tupleKeyOf(tuple)))
  await writeLines(join(folder, 'tuples.csv'), tuples(), csvOf, CSV_HEADER)
  await writeLines(join(folder, 'questions.jsonl'), questions, (question) => JSON.stringify(question))
}

async function writeLines<T>(
  path: string,
  items: Iterable<T>,
  line: (item: T) => string,
  header?: string,
): Promise<void> {
  const lines = function* () {
    if (header) yield `${header}\n`
    for (const item of items) yield `${line(item)}\n`
  }
  await pipeline(Readable.from(batched(lines())), createWriteStream(path))
}

/** Lines in pieces of some size, because a stream is slow by the piece. */
function* batched(lines: Iterable<string>): Generator<string> {
  let piece = ''
  for (const line of lines) {
    piece += line
    if (piece.length < PIECE_CHARACTERS) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

const PIECE_CHARACTERS = 65_536

function tupleKeyOf({ object, relation, subject, condition }: Tuple) {
  return { user: subject, relation, object, ...(condition && { condition }) }
}

const CSV_HEADER = 'user_type,user_id,user_relation,relation,object_type,object_id,condition_name,condition_context'

function csvOf({ object, relation, subject, condition }: Tuple): string {
  const [, userType, userId, userRelation = ''] = /^([^:]+):([^#]+)(?:#(.+))?$/.exec(subject)!
  const [, objectType, objectId] = /^([^:]+):(.+)$/.exec(object)!
  const context = condition?.context ? `"${JSON.stringify(condition.context).replaceAll('"', '""')}"` : ''
  return [userType, userId, userRelation, relation, objectType, objectId, condition?.name ?? '', context].join(',')
}
