// The audit log, read: who did what when, and why. Of a store, and of the installation itself: who made and ended keys,
// and stores.

import { z } from 'zod'
import { question } from '../action.ts'
import { AppError } from '../errors.ts'
import { selectHead } from '../store/stores.ts'
import { selectRevisionAt } from './as-of.sql.ts'
import { type AuditRow, selectAudit } from './audit.sql.ts'
import { SYSTEM_OBJECT, SYSTEM_STORE } from './key.ts'
import type { AccessParts } from './parts.ts'
import { onStore, storeName } from './store-input.ts'

type AuditParts = Pick<AccessParts, 'database' | 'cursors'>

const PAGE_MAX = 1_000
/** Of a search for text: more are looked at with the next page, so that none takes long. */
const SEARCHED_MAX = 2_000
const time = z.iso.datetime({ offset: true, message: 'expected a time of RFC 3339' }).optional()
const filter = {
  actor: z.string().min(1).max(1_024).optional().meta({ description: 'Who did it: `api_key:…`' }),
  action: z.string().min(1).max(128).optional().meta({ description: 'What was done: `tuple.write`' }),
  since: time,
  until: time.meta({ description: 'Only what was done before' }),
  text: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\0]*$/, 'expected text')
    .optional()
    .meta({
      description: `Only where it stands in who, what, why, or a tuple (\`doc:1#viewer@user:anne\`); ${SEARCHED_MAX} revisions a page`,
    }),
  pageSize: z.coerce.number().int().min(1).max(PAGE_MAX).default(100),
  cursor: z.string().max(2_048).optional(),
}
const Filter = z.strictObject(filter)

const output = z.strictObject({
  items: z.array(
    z.strictObject({
      revision: z.int(),
      at: z.string(),
      actor: z.string(),
      action: z.string(),
      source: z.string(),
      reason: z.string().optional(),
      added: z.int().meta({ description: 'Tuples' }),
      removed: z.int(),
    }),
  ),
  cursor: z.string().optional(),
})

export function auditActions(parts: AuditParts) {
  return {
    listAudit: question({
      name: 'audit.list',
      summary: 'What was done in a store, newest first: who, when, why',
      input: z.strictObject({ store: storeName, ...filter }),
      output,
      ...onStore('can_read'),
      answer: (_, { store, ...rest }) => readPage(parts, store, rest),
    }),
    listSystemAudit: question({
      name: 'audit.list_system',
      summary: 'What was done with keys and stores, newest first: who, when, why',
      input: Filter,
      output,
      permit: () => ({ relation: 'can_read', object: SYSTEM_OBJECT }),
      answer: (_, rest) => readPage(parts, SYSTEM_STORE, rest),
    }),
  }
}

async function readPage(
  { database, cursors }: AuditParts,
  storeId: string,
  { pageSize, cursor, actor, action, since, until, text }: z.infer<typeof Filter>,
): Promise<z.infer<typeof output>> {
  if (since !== undefined && until !== undefined && Date.parse(since) >= Date.parse(until)) {
    throw new AppError('invalid_input', '`since` is not before `until`, so nothing can be between them')
  }
  const asked = { storeId, actor, action, since, until, text }
  const before = cursor === undefined ? undefined : Number(cursors.open('audit', asked, cursor)[0])
  // The times of a store's revisions never go back, so a time is a revision, and those have an index.
  const after = since === undefined ? 0 : await lastBefore(database, storeId, since)
  const last = until === undefined ? Number.MAX_SAFE_INTEGER : await lastBefore(database, storeId, until)
  const upTo = before === undefined ? last : Math.min(last, before - 1)
  const floor = text === undefined ? after : await searchedFrom(database, storeId, after, upTo)
  const rows = await selectAudit(database, storeId, { actor, action, text, after: floor, upTo }, pageSize + 1)
  const { items, ...rest } = cursors.page('audit', asked, rows, pageSize, ({ revision }) => [revision])
  // What was not looked at yet is a page of its own, and may be an empty one.
  if (floor > after && !('cursor' in rest))
    return { items: items.map(show), cursor: cursors.seal('audit', asked, [floor + 1]) }
  return { items: items.map(show), ...rest }
}

/** Below it nothing is looked at this time. Revisions have no gaps, so how many there are is a subtraction. */
async function searchedFrom(
  database: AuditParts['database'],
  storeId: string,
  after: number,
  upTo: number,
): Promise<number> {
  const newest = (await selectHead(database, storeId))?.revision ?? 0
  return Math.max(after, Math.min(upTo, newest) - SEARCHED_MAX)
}

async function lastBefore(database: AuditParts['database'], storeId: string, time: string): Promise<number> {
  return (await selectRevisionAt(database, storeId, Date.parse(time) - 1)) ?? 0
}

function show({ at, reason, ...row }: AuditRow): z.infer<typeof output>['items'][number] {
  const { revision, actor, action, source, added, removed } = row
  return { revision, at: at.toISOString(), actor, action, source, ...(reason !== null && { reason }), added, removed }
}
