// Versions of the model as they are stored, their labels, and the modules that they were made of.

import type { Database, Row } from '../store/database.ts'
import type { ModuleVersion } from '../store/write.ts'

type Reader = Pick<Database, 'query'>

export interface StoredModel {
  readonly id: string
  /** The revision from which on it was in force. */
  readonly since: number
  readonly body: string
  /** Null: it was written whole. */
  readonly modules: readonly ModuleVersion[] | null
}

export interface ModelVersion extends Omit<StoredModel, 'body'> {
  readonly atMs: number
  readonly actor: string
  readonly reason: string | null
  readonly labels: readonly string[]
}

export interface StoredModule extends ModuleVersion {
  readonly files: readonly { readonly path: string; readonly text: string }[]
  /** The first revision that had it, when that was, and whose it is. */
  readonly since: number
  readonly atMs: number
  readonly actor: string
}

export interface Label {
  readonly label: string
  readonly model: string
  readonly since: number
}

export function selectModelVersions(
  database: Reader,
  storeId: string,
  revision: number,
): Promise<{ id: string; since: number }[]> {
  return database.query('select id, since from lockness.model where store_id = $1 and since <= $2 order by since', [
    storeId,
    revision,
  ])
}

export async function selectModelBody(database: Reader, storeId: string, id: string): Promise<string | undefined> {
  return (await selectModel(database, storeId, id))?.body
}

export async function selectModel(database: Reader, storeId: string, id: string): Promise<StoredModel | undefined> {
  const [row] = await database.query<Row & StoredModel>(
    'select id, since, body, modules from lockness.model where store_id = $1 and id = $2',
    [storeId, id],
  )
  return row
}

export async function selectModelInForce(database: Reader, storeId: string): Promise<StoredModel | undefined> {
  const [row] = await database.query<Row & StoredModel>(
    'select id, since, body, modules from lockness.model where store_id = $1 order by since desc limit 1',
    [storeId],
  )
  return row
}

/** The newest first, from those before a revision on. */
export function selectModelPage(
  database: Reader,
  storeId: string,
  { before, limit, id }: { readonly before?: number; readonly limit: number; readonly id?: string },
): Promise<ModelVersion[]> {
  return database.query<Row & ModelVersion>(
    `select m.id, m.since, m.modules, floor(extract(epoch from a.at) * 1000)::bigint as "atMs", a.actor, a.reason,
       array(select l.label from lockness.model_label l where l.store_id = m.store_id and l.model = m.id order by l.label) as labels
     from lockness.model m join lockness.audit a on a.store_id = m.store_id and a.rev = m.since
     where m.store_id = $1 and ($2::bigint is null or m.since < $2) and ($3::text is null or m.id = $3)
     order by m.since desc limit $4`,
    [storeId, before ?? null, id ?? null, limit],
  )
}

/** The contents of modules, in the order of the versions. */
export async function selectModules(
  database: Reader,
  storeId: string,
  versions: readonly ModuleVersion[],
): Promise<StoredModule[]> {
  return database.query<Row & StoredModule>(
    `select m.name, m.hash, m.files, m.since, floor(extract(epoch from a.at) * 1000)::bigint as "atMs", a.actor
     from jsonb_array_elements($2::jsonb) with ordinality v (value, n)
     join lockness.module m on m.store_id = $1 and m.name = v.value ->> 'name' and m.hash = v.value ->> 'hash'
     join lockness.audit a on a.store_id = m.store_id and a.rev = m.since
     order by v.n`,
    [storeId, JSON.stringify(versions)],
  )
}

export interface InForce {
  readonly model: StoredModel | undefined
  readonly modules: readonly StoredModule[]
}

export async function selectModulesInForce(database: Reader, storeId: string): Promise<InForce> {
  const model = await selectModelInForce(database, storeId)
  const versions = model?.modules ?? []
  return { model, modules: versions.length === 0 ? [] : await selectModules(database, storeId, versions) }
}

export function selectLabels(database: Reader, storeId: string): Promise<Label[]> {
  return database.query<Row & Label>(
    'select label, model, since from lockness.model_label where store_id = $1 order by label',
    [storeId],
  )
}
