// The two lists: the objects that a subject has a relation on, and the subjects that have one on an object. A cursor
// pins revision, model and instant of the first page, so that pages put end to end are one list, on whatever node each
// of them is asked for; it belongs to its question, and is refused by any other.

import type { Engine, Given, StreamEnd } from '@lockness/authz'
import { z } from 'zod'
import { type Asked, question } from '../action.ts'
import type { Cursors } from '../http/cursor.ts'
import { Streamed } from '../http/stream.ts'
import { aboutStore } from './question.actions.ts'
import { readPage, streamLines } from './question-list.ts'
import {
  computedAtOutput,
  nameInput,
  type Pin,
  type Place,
  place,
  type Situation,
  type Situations,
  situationInput,
} from './situation.ts'

export interface ListParts {
  readonly situations: Situations
  readonly cursors: Cursors
  readonly nowMs: () => number
}

export const LIST_MEDIA = ['application/json', 'application/x-ndjson'] as const
const PAGE_MAX = 10_000

const paging = {
  pageSize: z.int().min(1).max(PAGE_MAX).default(1_000),
  cursor: z.string().max(2_048).optional(),
  accept: z.enum(LIST_MEDIA).default('application/json'),
}
const pageOutput = z.object({
  items: z.array(z.string()).meta({ description: 'In the order of their names' }),
  cursor: z.string().optional().meta({ description: 'Absent on the last page' }),
  ...computedAtOutput,
})

export function listActions(parts: ListParts) {
  return {
    listObjects: question({
      ...aboutStore,
      name: 'access.list_objects',
      summary: 'The objects of a type on which a subject has a relation',
      load: 'list',
      input: z.strictObject({ ...situationInput, subject: nameInput, relation: nameInput, type: nameInput, ...paging }),
      output: pageOutput,
      answer(asked, { subject, relation, type, pageSize, cursor, accept, ...situation }) {
        const of = { subject, relation, type }
        const list = { name: 'access.list_objects', of, situation, pageSize, cursor, accept }
        return answerList(parts, asked, list, (engine, given) => engine.streamObjects(of, given, 'json'))
      },
    }),
    listSubjects: question({
      ...aboutStore,
      name: 'access.list_subjects',
      summary:
        'The subjects of a type that have a relation on an object; `type:*` among them stands for all of the type',
      load: 'list',
      input: z.strictObject({
        ...situationInput,
        object: nameInput,
        relation: nameInput,
        type: nameInput,
        subjectRelation: nameInput
          .optional()
          .meta({ description: 'Lists usersets: `member` gives `group:eng#member`' }),
        ...paging,
      }),
      output: pageOutput,
      answer(asked, { object, relation, type, subjectRelation, pageSize, cursor, accept, ...situation }) {
        const filter = { type, ...(subjectRelation !== undefined && { relation: subjectRelation }) }
        const of = { object, relation, filter }
        const list = { name: 'access.list_subjects', of, situation, pageSize, cursor, accept }
        return answerList(parts, asked, list, (engine, given) => engine.streamSubjects(of, given, 'json'))
      },
    }),
  }
}

interface List {
  readonly name: string
  readonly of: object
  readonly situation: Situation
  readonly pageSize: number
  readonly cursor: string | undefined
  readonly accept: (typeof LIST_MEDIA)[number]
}

async function answerList(
  parts: ListParts,
  asked: Asked,
  list: List,
  begin: (engine: Engine, given: Given) => Generator<Uint8Array, StreamEnd>,
) {
  const { pageSize, cursor, accept, situation } = list
  const pacing = { nowMs: parts.nowMs, deadline: asked.deadline }
  const from = cursor === undefined ? undefined : openCursor(parts.cursors, list, cursor)
  const placed = from
    ? await parts.situations.placeAgain(asked, situation, from.pin)
    : await place(parts, asked, situation)
  const { engine } = placed
  // A list is computed in slices, so that it may take as long as its caller waits.
  const given = { ...placed.given, limits: { deadlineMs: Math.max(1, asked.deadline.remainingMs()) } }
  const computedAt = from?.pin.token === undefined ? placed.computedAt : { ...placed.computedAt, token: from.pin.token }
  const lines = begin(engine, given)
  if (accept === 'application/x-ndjson')
    return new Streamed(accept, streamLines(lines, computedAt, pacing, asked.requireAllowed))
  const { items, isMore } = await readPage(lines, { after: from?.after, pageSize }, pacing)
  const last = items.at(-1)
  const next =
    isMore && last !== undefined ? { cursor: sealCursor(parts.cursors, list, { ...placed, computedAt }, last) } : {}
  return { items, ...next, ...computedAt }
}

/** A name is written as bytes, so that no character of it makes the cursor longer than another would. */
function sealCursor(
  cursors: Cursors,
  list: List,
  { given, computedAt }: Pick<Place, 'given' | 'computedAt'>,
  last: string,
): string {
  const { revision, model, token = null } = computedAt
  const name = Buffer.from(last, 'utf8').toString('base64url')
  return cursors.seal(list.name, filterOf(list), [revision, model, given.at, token, name])
}

function openCursor(cursors: Cursors, list: List, cursor: string): { readonly pin: Pin; readonly after: string } {
  const [revision, model, atMs, token, name] = cursors.open(list.name, filterOf(list), cursor)
  return {
    pin: {
      revision: Number(revision),
      model: String(model),
      atMs: Number(atMs),
      token: typeof token === 'string' ? token : undefined,
    },
    after: Buffer.from(String(name), 'base64url').toString('utf8'),
  }
}

/** What must be the same for every page. How new the first one had to be is settled by then. */
function filterOf({ of, situation }: List): unknown {
  const { store, model = null, at = null, contextualTuples = [], context = {} } = situation
  return [store, of, model, at, contextualTuples, context]
}
