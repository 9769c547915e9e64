// The row of the watch.

import { type Route, streamRoute } from '../http/route.ts'
import type { AccessParts } from './parts.ts'
import { watchActions } from './watch.actions.ts'
import { WATCH_MEDIA } from './watch-event.ts'

export function watchRoutes(parts: AccessParts): readonly Route[] {
  return [streamRoute('GET', '/v1/stores/:store/watch', watchActions(parts).watch, { accepts: WATCH_MEDIA })]
}
