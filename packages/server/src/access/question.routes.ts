// The rows of the questions.

import { hotRoute, type Route } from '../http/route.ts'
import type { AccessParts } from './parts.ts'
import { checkActions, type QuestionParts } from './question.actions.ts'
import { LIST_MEDIA, type ListParts, listActions } from './question-list.actions.ts'
import { nameActions } from './question-name.actions.ts'
import { objectActions } from './question-object.actions.ts'

const MANY_BYTES_MAX = 8 * 1_048_576

export function questionRoutes(parts: QuestionParts & ListParts & Pick<AccessParts, 'slow'>): readonly Route[] {
  const { slow } = parts
  const check = checkActions(parts)
  const object = objectActions(parts)
  const list = listActions(parts)
  const name = nameActions(parts)
  const accepts = LIST_MEDIA
  // biome-ignore format: a table is read by its columns
  return [
    hotRoute('POST', '/v1/stores/:store/check',          slow.measure(check.check)),
    hotRoute('POST', '/v1/stores/:store/check-many',     slow.measure(check.checkMany), { bodyBytesMax: MANY_BYTES_MAX }),
    hotRoute('POST', '/v1/stores/:store/list-objects',   slow.measure(list.listObjects), { accepts }),
    hotRoute('POST', '/v1/stores/:store/list-subjects',  slow.measure(list.listSubjects), { accepts }),
    hotRoute('POST', '/v1/stores/:store/list-relations', slow.measure(object.listRelations)),
    hotRoute('POST', '/v1/stores/:store/expand',         slow.measure(object.expand)),
    hotRoute('POST', '/v1/stores/:store/explain',        slow.measure(object.explain)),
    hotRoute('POST', '/v1/stores/:store/find-names',     slow.measure(name.findNames)),
  ]
}
