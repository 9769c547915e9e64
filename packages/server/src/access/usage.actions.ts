// What access is used, for people who decide what to take away: of each tuple, each relation, each module.

import { type AuthorizationModel, own } from '@lockness/authz'
import { z } from 'zod'
import { question } from '../action.ts'
import { within } from './consistency.ts'
import type { AccessParts } from './parts.ts'
import { onStore, storeName } from './store-input.ts'
import { readFilter, tupleFilterInput } from './tuple-input.ts'
import { addUsage, forgetUsage, type StoredRelationUse, selectRelationUsage, selectTupleUsage } from './usage.sql.ts'
import { Usage } from './usage.ts'

const PAGE_MAX = 10_000
const FORGET_EVERY_MS = 3_600_000

const use = {
  lastUsed: z
    .string()
    .nullable()
    .meta({ description: 'The day of the last yes that rested on it (UTC); null: none is known' }),
  uses: z.number(),
}
const relationUse = z.object({ type: z.string(), relation: z.string(), module: z.string().nullable(), ...use })

export function openUsage({ database, nowMs, report }: Pick<AccessParts, 'database' | 'nowMs' | 'report'>): Usage {
  let forgotMs = nowMs()
  return new Usage({
    nowMs,
    report,
    async write(tally) {
      await addUsage(database, tally)
      if (nowMs() - forgotMs < FORGET_EVERY_MS) return
      forgotMs = nowMs()
      await forgetUsage(database)
    },
  })
}

export function usageActions({ database, replicas, cursors }: Pick<AccessParts, 'database' | 'replicas' | 'cursors'>) {
  return {
    tuples: question({
      ...onStore('can_read'),
      name: 'usage.tuples',
      summary: 'The tuples of a store with their last use; those that nobody needs, when asked so',
      load: 'list',
      input: z.strictObject({
        store: storeName,
        ...tupleFilterInput,
        unusedSince: z.iso.date().optional().meta({ description: 'Only tuples that were not used from this day on' }),
        pageSize: z.coerce.number().int().min(1).max(PAGE_MAX).default(1_000),
        cursor: z.string().max(2_048).optional(),
      }),
      output: z.object({
        items: z.array(z.object({ object: z.string(), relation: z.string(), subject: z.string(), ...use })),
        cursor: z.string().optional(),
      }),
      async answer({ deadline }, { store, unusedSince, pageSize, cursor, ...rest }) {
        await within(deadline, replicas.open(store))
        const filter = readFilter(rest)
        const bound = { store, filter, unusedSince }
        const [object, relation, subject] = cursor === undefined ? [] : cursors.open('usage.tuples', bound, cursor)
        const after =
          object === undefined ? undefined : { object: `${object}`, relation: `${relation}`, subject: `${subject}` }
        const rows = await within(
          deadline,
          selectTupleUsage(database, store, { filter, unusedSince, after, limit: pageSize + 1 }),
        )
        return cursors.page('usage.tuples', bound, rows, pageSize, (row) => [row.object, row.relation, row.subject])
      },
    }),
    relations: question({
      ...onStore('can_read'),
      name: 'usage.relations',
      summary: 'The relations of the model in force with their last use',
      load: 'list',
      input: z.strictObject({ store: storeName }),
      output: z.object({ items: z.array(relationUse), model: z.string(), revision: z.number() }),
      async answer({ deadline }, { store }) {
        const replica = await within(deadline, replicas.open(store))
        const { revision } = replica.position()
        const { id: model, engine } = await within(deadline, replica.modelAt(revision))
        const used = await within(deadline, selectRelationUsage(database, store))
        return { items: relationsOf(engine.model.source, used), model, revision }
      },
    }),
    modules: question({
      ...onStore('can_read'),
      name: 'usage.modules',
      summary: 'The modules of the model in force with the last use of any of their relations',
      load: 'list',
      input: z.strictObject({ store: storeName }),
      output: z.object({
        items: z.array(z.object({ module: z.string().nullable(), ...use })),
        model: z.string(),
        revision: z.number(),
      }),
      async answer({ deadline }, { store }) {
        const replica = await within(deadline, replicas.open(store))
        const { revision } = replica.position()
        const { id: model, engine } = await within(deadline, replica.modelAt(revision))
        const used = await within(deadline, selectRelationUsage(database, store))
        return { items: modulesOf(relationsOf(engine.model.source, used)), model, revision }
      },
    }),
  }
}

type RelationUsage = z.infer<typeof relationUse>

/** In the model's order; what the model has no longer is left out. */
function relationsOf({ type_definitions }: AuthorizationModel, used: readonly StoredRelationUse[]): RelationUsage[] {
  const known = new Map(used.map((each) => [JSON.stringify([each.type, each.relation]), each]))
  return type_definitions.flatMap(({ type, relations = {}, metadata }) =>
    Object.keys(relations).map((relation) => {
      const { lastUsed = null, uses = 0 } = known.get(JSON.stringify([type, relation])) ?? {}
      const module = own(metadata?.relations, relation)?.module || metadata?.module || null
      return { type, relation, module, lastUsed, uses }
    }),
  )
}

function modulesOf(relations: readonly RelationUsage[]): Pick<RelationUsage, 'module' | 'lastUsed' | 'uses'>[] {
  const found = new Map<string | null, { module: string | null; lastUsed: string | null; uses: number }>()
  for (const { module, lastUsed, uses } of relations) {
    const known = found.get(module)
    if (!known) found.set(module, { module, lastUsed, uses })
    else {
      known.uses += uses
      if (lastUsed !== null && (known.lastUsed === null || lastUsed > known.lastUsed)) known.lastUsed = lastUsed
    }
  }
  return [...found.values()]
}
