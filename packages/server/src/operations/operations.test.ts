// Health, metrics and traces as those who run a server ask for them.

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { durabilityOf } from './durability.ts'
import { whyNotReady } from './health.actions.ts'
import { createMetrics } from './metrics.ts'
import { Pace, paceOf } from './pace.ts'
import { openTraces } from './traces.ts'

const QUIET = {
  lagMs: () => 0,
  inFlight: () => 0,
  refused: () => ({}),
  stores: () => 0,
  shadowed: () => ({ compared: 0, different: 0, skipped: 0 }),
  stalenessMs: () => 0,
  isReady: () => true,
  slow: () => [],
  usesMissed: () => 0,
}
const paceOfTest = () => new Pace(() => 0)

it.each([
  ['ready', { isDraining: false, stalenessMs: 0, stalenessMsMax: 5_000 }, undefined],
  ['ready at the bound', { isDraining: false, stalenessMs: 5_000, stalenessMsMax: 5_000 }, undefined],
  ['stale beyond it', { isDraining: false, stalenessMs: 5_001, stalenessMsMax: 5_000 }, 'stale'],
  ['loading', { isDraining: false, stalenessMs: undefined, stalenessMsMax: 5_000 }, 'loading'],
  ['ending, however fresh', { isDraining: true, stalenessMs: 0, stalenessMsMax: 5_000 }, 'draining'],
])('a node is %s', (_, condition, code) => {
  expect(whyNotReady(condition)?.code).toBe(code)
})

it.each([
  ['D1', { fsync: 'off', fullPageWrites: 'on', synchronousCommit: 'on', synchronousStandbys: 'a' }],
  ['D1', { fsync: 'on', fullPageWrites: 'off', synchronousCommit: 'on', synchronousStandbys: '' }],
  ['D1', { fsync: 'on', fullPageWrites: 'on', synchronousCommit: 'off', synchronousStandbys: 'a' }],
  ['D2', { fsync: 'on', fullPageWrites: 'on', synchronousCommit: 'on', synchronousStandbys: '' }],
  ['D2', { fsync: 'on', fullPageWrites: 'on', synchronousCommit: 'local', synchronousStandbys: 'a' }],
  ['D3', { fsync: 'on', fullPageWrites: 'on', synchronousCommit: 'on', synchronousStandbys: 'a' }],
] as const)('promises %s for %o', (expected, facts) => {
  expect(durabilityOf(facts)).toBe(expected)
})

it('counts by action and status, and by nothing that a caller chooses', async () => {
  const metrics = createMetrics({
    ...QUIET,
    pace: paceOfTest(),
    usesMissed: () => 7,
    lagMs: () => 12,
    inFlight: () => 3,
    refused: () => ({ list: 2, check: 0 }),
    stores: () => 4,
    isFirst: true,
    shadowed: () => ({ compared: 3, different: 0, skipped: 0 }),
    stalenessMs: () => 250,
    isReady: () => true,
  })
  metrics.observe('access.check', 200, 0.4)
  metrics.observe('access.check', 200, 30)
  metrics.observe('tuple.write', 503, 2)
  const text = await metrics.text()
  expect(text).toContain('lockness_request_duration_seconds_bucket{le="0.0005",action="access.check",status="200"} 1')
  expect(text).toContain('lockness_request_duration_seconds_bucket{le="0.025",action="access.check",status="200"} 1')
  expect(text).toContain('lockness_request_duration_seconds_bucket{le="0.05",action="access.check",status="200"} 2')
  expect(text).toContain('lockness_request_duration_seconds_bucket{le="+Inf",action="access.check",status="200"} 2')
  expect(text).toContain('lockness_request_duration_seconds_sum{action="access.check",status="200"} 0.0304')
  expect(text).toContain('lockness_request_duration_seconds_count{action="access.check",status="200"} 2')
  expect(text).toContain('# TYPE lockness_request_duration_seconds histogram')
  expect(text).toContain('lockness_request_duration_seconds_count{action="tuple.write",status="503"} 1')
  expect(text).toContain('lockness_requests_refused_total{load="list"} 2')
  expect(text).toContain('lockness_staleness_seconds 0.25')
  expect(text).toContain('lockness_ready 1')
  expect(text).toContain('lockness_uses_missed_total 7')
})

it('adds up what all threads have counted', async () => {
  const threads = [true, false].map((isFirst) => createMetrics({ ...QUIET, pace: paceOfTest(), isFirst }))
  for (const thread of threads) thread.observe('access.check', 200, 3)
  const gather = () => Promise.all(threads.map((thread) => thread.count()))
  const all = createMetrics({ ...QUIET, pace: paceOfTest(), isFirst: false, gather })
  const text = await all.text()
  expect(text).toContain('lockness_request_duration_seconds_bucket{le="0.005",action="access.check",status="200"} 2')
  expect(text).toContain('lockness_request_duration_seconds_count{action="access.check",status="200"} 2')
  const { operations } = paceOf((await all.loads()).map(({ pace }) => pace))
  expect(operations).toMatchObject([{ action: 'access.check', count: 2 }])
})

it('sends a span for each request, in the trace that the caller began', async () => {
  const bodies: string[] = []
  const collector = createServer((request, response) => {
    let body = ''
    request
      .on('data', (chunk) => (body += chunk))
      .on('end', () => {
        bodies.push(`${request.url} ${body}`)
        response.setHeader('content-type', 'application/json').end('{}')
      })
  }).listen(0, '127.0.0.1')
  await once(collector, 'listening')
  const { port } = collector.address() as AddressInfo
  const traces = await openTraces({ url: `http://127.0.0.1:${port}/`, version: '1.2.3' })
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
  traces.begin({ action: 'access.check', requestId: 'r1', traceparent: `00-${traceId}-00f067aa0ba902b7-01` })(200)
  traces.begin({ action: 'tuple.write', requestId: 'r2', traceparent: `00-${traceId}-zzz` })(503)
  await traces.close()
  collector.close()
  expect(bodies).toHaveLength(1)
  expect(bodies[0]).toMatch(/^\/v1\/traces /)
  const sent = JSON.parse(bodies[0]!.slice('/v1/traces '.length))
  const spans: { name: string; traceId: string; status: { code?: number } }[] =
    sent.resourceSpans[0].scopeSpans[0].spans
  expect(spans.map(({ name, traceId: id, status }) => [name, id === traceId, status.code ?? 0])).toEqual([
    ['access.check', true, 0],
    ['tuple.write', false, 2],
  ])
})
