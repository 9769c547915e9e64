// The rows of the questions.

import { hotRoute, type Route } from '../http/route.ts'
import { questionActions } from './question.actions.ts'
import { LIST_MEDIA, type ListParts, listActions } from './question-list.actions.ts'

const MANY_BYTES_MAX = 8 * 1_048_576

export function questionRoutes(parts: ListParts): readonly Route[] {
  const ask = questionActions(parts)
  const list = listActions(parts)
  const accepts = LIST_MEDIA
  // biome-ignore format: a table is read by its columns
  return [
    hotRoute('POST', '/v1/stores/:store/check',          ask.check),
    hotRoute('POST', '/v1/stores/:store/check-many',     ask.checkMany, { bodyBytesMax: MANY_BYTES_MAX }),
    hotRoute('POST', '/v1/stores/:store/list-objects',   list.listObjects, { accepts }),
    hotRoute('POST', '/v1/stores/:store/list-subjects',  list.listSubjects, { accepts }),
    hotRoute('POST', '/v1/stores/:store/list-relations', ask.listRelations),
    hotRoute('POST', '/v1/stores/:store/expand',         ask.expand),
    hotRoute('POST', '/v1/stores/:store/explain',        ask.explain),
  ]
}
