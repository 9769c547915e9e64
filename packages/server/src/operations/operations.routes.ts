// The whole API of the operations area.

import { type Route, route } from '../http/route.ts'
import { METRICS_MEDIA } from './metrics.ts'
import type { Operations } from './operations.ts'

export function operationsRoutes({ health, system }: Pick<Operations, 'health' | 'system'>): readonly Route[] {
  // biome-ignore format: a table is read by its columns
  return [
    route('GET', '/livez',     health.live),
    route('GET', '/readyz',    health.ready),
    route('GET', '/startupz',  health.started),
    route('GET', '/v1/system', system.read),
    route('GET', '/metrics',   system.metrics, { media: METRICS_MEDIA }),
  ]
}
