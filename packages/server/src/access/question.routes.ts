// The rows of the questions.

import { hotRoute, type Route } from '../http/route.ts'
import { checkActions, type QuestionParts } from './question.actions.ts'
import { LIST_MEDIA, type ListParts, listActions } from './question-list.actions.ts'
import { objectActions } from './question-object.actions.ts'

const MANY_BYTES_MAX = 8 * 1_048_576

export function questionRoutes(parts: QuestionParts & ListParts): readonly Route[] {
  const check = checkActions(parts)
  const object = objectActions(parts)
  const list = listActions(parts)
  const accepts = LIST_MEDIA
  // biome-ignore format: a table is read by its columns
  return [
    hotRoute('POST', '/v1/stores/:store/check',          check.check),
    hotRoute('POST', '/v1/stores/:store/check-many',     check.checkMany, { bodyBytesMax: MANY_BYTES_MAX }),
    hotRoute('POST', '/v1/stores/:store/list-objects',   list.listObjects, { accepts }),
    hotRoute('POST', '/v1/stores/:store/list-subjects',  list.listSubjects, { accepts }),
    hotRoute('POST', '/v1/stores/:store/list-relations', object.listRelations),
    hotRoute('POST', '/v1/stores/:store/expand',         object.expand),
    hotRoute('POST', '/v1/stores/:store/explain',        object.explain),
  ]
}
