// The model that a caller means, by its id, by a label, or as the one in force.

import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { Database } from '../store/database.ts'
import { selectLabels, selectModelInForce } from './model.sql.ts'

export const modelInput = z.string().min(1).max(256)
export const IN_FORCE = 'in-force'

/** The id that a caller means. */
export async function idOf(database: Pick<Database, 'query'>, store: string, wanted: string): Promise<string> {
  if (wanted === IN_FORCE) {
    const inForce = await selectModelInForce(database, store)
    if (!inForce)
      throw new AppError('not_found', `the store \`${store}\` has no model`, { detail: { what: 'latest_model' } })
    return inForce.id
  }
  if (!wanted.startsWith('label:')) return wanted
  const label = (await selectLabels(database, store)).find((each) => `label:${each.label}` === wanted)
  if (!label) throw new AppError('not_found', `there is no \`${wanted}\``, { detail: { what: 'label' } })
  return label.model
}
