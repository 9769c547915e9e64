// Traces of requests by OpenTelemetry, when somebody wants them. The libraries are loaded only then: they weigh more than
// the rest of the server. A span tells the action, the status and the request id; never a store, a subject or an object.

import { context, type Span, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api'
import type { BeginTrace } from '../http/listener.ts'

export interface TraceOptions {
  /** Of a collector, as `http://host:4318`; spans are sent to `/v1/traces` of it. */
  readonly url: string
  readonly version: string
}

export interface Traces {
  readonly begin: BeginTrace
  /** Sends what is waiting. */
  close(): Promise<void>
}

export async function openTraces({ url, version }: TraceOptions): Promise<Traces> {
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ])
  const exporter = new OTLPTraceExporter({ url: `${url.replace(/\/+$/, '')}/v1/traces` })
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'lockness', 'service.version': version }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  })
  const tracer = provider.getTracer('lockness', version)
  return {
    begin({ action, requestId, traceparent }) {
      const parent = parentOf(traceparent)
      const within = parent ? trace.setSpanContext(context.active(), parent) : context.active()
      const attributes = { 'lockness.action': action, 'lockness.request_id': requestId }
      const span = tracer.startSpan(action, { kind: SpanKind.SERVER, attributes }, within)
      return (status) => end(span, status)
    },
    close: () => provider.shutdown(),
  }
}

function end(span: Span, status: number): void {
  span.setAttribute('http.response.status_code', status)
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
  span.end()
}

/** W3C trace context, version 00. What is not one is as if it were not there. */
function parentOf(header: string | undefined) {
  const match = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(header ?? '')
  const [, traceId = '', spanId = '', flags = ''] = match ?? []
  if (!match || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined
  const isSampled = (Number.parseInt(flags, 16) & TraceFlags.SAMPLED) !== 0
  return { traceId, spanId, isRemote: true, traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE }
}
