// The things that tuples are about: which there are, how many of each type, and what happened to one of them. A thing is
// there as long as a tuple names it, as object or as subject.

import type { View } from '@lockness/authz'
import { z } from 'zod'
import { type Asked, question } from '../action.ts'
import { AppError } from '../errors.ts'
import { within } from './consistency.ts'
import { selectHappenings } from './object.sql.ts'
import { countObjects, objectLines, thingOf } from './object.ts'
import type { AccessParts } from './parts.ts'
import { readPage, Turn } from './question-list.ts'
import { computedAtOutput, nameInput, place } from './situation.ts'
import { onStore, storeName } from './store-input.ts'
import { tupleInput } from './tuple-input.ts'

const PAGE_MAX = 1_000
const HISTORY_PAGE_MAX = 100
const CONTAINERS_MAX = 20

type ObjectParts = Pick<AccessParts, 'database' | 'situations' | 'cursors' | 'nowMs'>

export function objectActions(parts: ObjectParts) {
  return { ...listActions(parts), ...historyActions(parts) }
}

function listActions(parts: ObjectParts) {
  return {
    count: question({
      name: 'object.count',
      summary: 'How many things of each type there are',
      load: 'list',
      input: z.strictObject({ store: storeName }),
      output: z.object({
        items: z.array(
          z.object({
            type: z.string(),
            objects: z.int().meta({ description: 'Named by a tuple, as object or as subject' }),
            isExact: z.boolean().meta({ description: 'False: there are at least so many' }),
          }),
        ),
        ...computedAtOutput,
      }),
      ...onStore('can_read'),
      async answer(asked, { store }) {
        const { types, view, computedAt } = await present(parts, asked, store)
        const turn = new Turn({ nowMs: parts.nowMs, deadline: asked.deadline })
        const count = countObjects(view, types)
        for (let step = count.next(); ; step = count.next()) {
          if (step.done) return { items: step.value, ...computedAt }
          if (turn.isOver()) await turn.pass()
        }
      },
    }),
    list: question({
      name: 'object.list',
      summary: 'The things of a type that tuples name, in the order of their names',
      load: 'list',
      input: z.strictObject({
        store: storeName,
        type: nameInput,
        text: z.string().max(512).default('').meta({ description: 'Stands in the name, whatever the case' }),
        containers: z
          .array(nameInput)
          .max(CONTAINERS_MAX)
          .default([])
          .meta({ description: 'The relations whose subjects a thing lies in' }),
        isOutermost: z.boolean().default(false).meta({ description: 'Only those that lie in nothing' }),
        pageSize: z.int().min(1).max(PAGE_MAX).default(100),
        cursor: z.string().max(2_048).optional(),
      }),
      output: z.object({
        items: z.array(
          z.object({
            object: z.string(),
            within: z.array(z.string()).meta({ description: 'What it lies in, by `containers`' }),
            tuplesMax: z.int().meta({ description: 'Not more tuples than this name it, as object or as subject' }),
          }),
        ),
        cursor: z.string().optional(),
        ...computedAtOutput,
      }),
      ...onStore('can_read'),
      async answer(asked, { store, pageSize, cursor, ...wanted }) {
        const bound = { store, ...wanted }
        const after = cursor === undefined ? undefined : String(parts.cursors.open('object.list', bound, cursor)[0])
        const { types, view, computedAt } = await present(parts, asked, store)
        if (!types.includes(wanted.type)) {
          throw new AppError('invalid_input', `the model has no type \`${wanted.type}\``)
        }
        const pacing = { nowMs: parts.nowMs, deadline: asked.deadline }
        const { items, isMore } = await readPage(objectLines(view, wanted), { after, pageSize }, pacing)
        const last = items.at(-1)
        const next = isMore && last !== undefined ? { cursor: parts.cursors.seal('object.list', bound, [last]) } : {}
        return { items: items.map((object) => thingOf(view, object, wanted.containers)), ...next, ...computedAt }
      },
    }),
  }
}

function historyActions({ database, cursors }: ObjectParts) {
  return {
    history: question({
      name: 'object.history',
      summary: 'What was given on a thing and to it, and taken away: who did it, when and why, newest first',
      load: 'list',
      input: z.strictObject({
        store: storeName,
        object: nameInput,
        pageSize: z.coerce.number().int().min(1).max(HISTORY_PAGE_MAX).default(20),
        cursor: z.string().max(2_048).optional(),
      }),
      output: z.strictObject({
        items: z.array(
          z.strictObject({
            revision: z.int(),
            at: z.string(),
            actor: z.string(),
            action: z.string(),
            source: z.string(),
            reason: z.string().optional(),
            added: z.array(tupleInput),
            removed: z.array(tupleInput),
            isCut: z.boolean().meta({ description: 'There are more tuples in it than are told' }),
          }),
        ),
        cursor: z.string().optional(),
      }),
      ...onStore('can_read'),
      async answer({ deadline }, { store, object, pageSize, cursor }) {
        const bound = { store, object }
        const before = cursor === undefined ? undefined : Number(cursors.open('object.history', bound, cursor)[0])
        const found = selectHappenings(database, store, object, { before, limit: pageSize + 1 })
        const rows = await within(deadline, found)
        return cursors.page('object.history', bound, rows, pageSize, ({ revision }) => [revision])
      },
    }),
  }
}

async function present(parts: ObjectParts, asked: Asked, store: string) {
  const { engine, given, computedAt } = await place(parts, asked, { store })
  const view: View | undefined = engine.graph.view(given.revision)
  if (!view) throw new AppError('unavailable', `revision ${computedAt.revision} moved on too fast`)
  return { types: [...engine.model.types.keys()], view, computedAt }
}
