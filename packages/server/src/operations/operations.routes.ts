// The whole API of the operations area.

import { type Route, route } from '../http/route.ts'
import { METRICS_MEDIA } from './metrics.ts'
import type { Operations } from './operations.ts'

export function operationsRoutes({
  health,
  system,
  load,
  node,
}: Omit<Operations, 'metrics' | 'close'>): readonly Route[] {
  // biome-ignore format: a table is read by its columns
  return [
    route('GET', '/livez',     health.live),
    route('GET', '/readyz',    health.ready),
    route('GET', '/startupz',  health.started),
    route('GET', '/v1/system', system.read),
    route('GET', '/v1/system/load', load.load),
    route('GET', '/v1/system/slow-questions', load.slowQuestions),
    route('GET', '/v1/nodes',  node.list),
    route('GET', '/metrics',   system.metrics, { media: METRICS_MEDIA }),
  ]
}
