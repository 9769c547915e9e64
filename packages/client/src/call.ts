// The kinds of methods: one answer, a list by pages, a stream down, a stream up. What they do to tokens is here: a change
// is remembered when it has been answered, and a question asks for what is remembered unless the caller says otherwise.

import { readText } from './body-text.ts'
import { CallTime } from './call-time.ts'
import { type Connection, readHeaders } from './connection.ts'
import { isRecord, LocknessError } from './error.ts'
import type { CallConsistency, CallOptions, OperationRow, Uploaded, WatchOptions } from './method.ts'
import { type Input, type Request, requestOf, requireMeaning } from './request.ts'
import type { Safety } from './retry.ts'
import { parseAnswer, randomName, send } from './send.ts'
import { LINES_MEDIA, openStream, readLines, requireMedia } from './stream.ts'
import type { Tokens } from './tokens.ts'
import { type UploadBody, uploadBody } from './upload-body.ts'
import { watch } from './watch.ts'

const JSON_MEDIA = 'application/json'

type Fields = Readonly<Record<string, unknown>>

export function methodOf(connection: Connection, row: OperationRow): unknown {
  const call = (input: Input = {}, options: CallOptions = {}) => ({ connection, row, input, options })
  if (row.kind === 'up') return (input?: Input, options?: CallOptions) => upload(call(input, options))
  if (row.kind === 'down') {
    return (input: Input = {}, options: WatchOptions = {}) =>
      row.events ? watch(connection, row, input, options) : download(call(input, options))
  }
  const one = async (input?: Input, options?: CallOptions) => ask(call(input, options))
  if (row.kind !== 'list') return one
  const pages = (input?: Input, options?: CallOptions) => pagesOf(call(input, options))
  const items = (input?: Input, options?: CallOptions) => itemsOf(call(input, options))
  const stream = (input?: Input, options?: CallOptions) => download(call(input, options))
  return Object.assign(one, { pages, items, ...(row.lines && { stream }) })
}

interface Call {
  readonly connection: Connection
  readonly row: OperationRow
  readonly input: Input
  readonly options: CallOptions
}

async function ask(call: Call): Promise<unknown> {
  const { connection, row } = call
  const media = row.kind === 'text' ? 'text/*' : JSON_MEDIA
  const prepared = prepare(call, media)
  const time = timeOf(call)
  const sentAt = connection.tokens.now()
  try {
    return await send({ connection, ...prepared, time }, async (response) => {
      if (row.kind === 'text') return readText(response, time)
      requireMedia(response, media, call)
      const answer = parseAnswer(await readText(response, time), connection, response.status)
      if (row.kind === 'list' && !Array.isArray(answer.items)) throw badList(connection, 'a list that has no items')
      learn(call, prepared, answer, sentAt)
      return answer
    })
  } catch (error) {
    throw unlearn(call, prepared, error)
  } finally {
    time.end()
  }
}

async function* pagesOf(call: Call): AsyncGenerator<Fields> {
  for (let { input } = call; ; ) {
    const page = (await ask({ ...call, input })) as Fields
    yield page
    if (typeof page.cursor !== 'string') return
    if (page.cursor === input.cursor) throw badList(call.connection, 'a page that leads to itself')
    input = { ...input, cursor: page.cursor }
  }
}

async function* itemsOf(call: Call): AsyncGenerator<unknown> {
  for await (const { items } of pagesOf(call)) yield* items as readonly unknown[]
}

async function* download(call: Call): AsyncGenerator<unknown> {
  const prepared = prepare(call, LINES_MEDIA)
  const time = timeOf(call)
  const sentAt = call.connection.tokens.now()
  try {
    const sending = { connection: call.connection, ...prepared, time }
    for await (const line of readLines(await openStream(sending, LINES_MEDIA), sending)) {
      if (call.row.changes) learnLine(call, line, sentAt)
      else if (isRecord(line) && isRecord(line.end)) learn(call, prepared, line.end, sentAt)
      yield line
    }
  } catch (error) {
    throw unlearn(call, prepared, error)
  } finally {
    time.end()
  }
}

async function* upload(call: Call): AsyncGenerator<unknown> {
  const { connection, row, options } = call
  const { body: given, ...input } = call.input
  requireMeaning(row, options)
  const base = requestOf(row, input, LINES_MEDIA)
  const time = timeOf(call)
  const sentAt = connection.tokens.now()
  let source: UploadBody | undefined
  try {
    source = await uploadBody(given as Uploaded['body'], time)
    const { body, isWhole } = source
    const headers = { ...base.headers, 'content-type': LINES_MEDIA, ...readHeaders(options.headers) }
    const safety: Safety = isWhole ? 'once' : 'never'
    const sending = { connection, request: { ...base, headers, body }, time, safety }
    for await (const line of readLines(await openStream(sending, LINES_MEDIA), sending)) {
      learnLine(call, line, sentAt)
      yield line
    }
  } catch (error) {
    const failure = source?.failure()
    throw failure ? failure.error : error
  } finally {
    time.end()
  }
}

/** What is sent, and what of it the caller has not said. */
interface Prepared {
  readonly request: Request
  /** Added from memory. */
  readonly consistency: ReturnType<Tokens['consistencyFor']>
  readonly safety: Safety
}

function prepare({ connection, row, input, options }: Call, media: string): Prepared {
  requireMeaning(row, options)
  const { consistency: given, ...rest } = input
  const said = options.consistency ?? (given as CallConsistency | undefined)
  // A question about the past, and the next page of a list, say themselves at what they are answered.
  const isPlaced = rest.at !== undefined || rest.cursor !== undefined
  const isOpen = row.consistency && said === undefined && !isPlaced && typeof rest.store === 'string'
  const consistency = isOpen ? connection.tokens.consistencyFor(String(rest.store)) : undefined
  const idempotencyKey = options.idempotencyKey ?? rest.idempotencyKey ?? randomName()
  const whole = {
    ...rest,
    ...(row.consistency && { consistency: typeof said === 'string' ? { mode: said } : (said ?? consistency) }),
    ...(row.idempotent && { idempotencyKey }),
  }
  const request = requestOf(row, whole, media)
  const headers = { ...request.headers, ...readHeaders(options.headers) }
  const altersNothing = row.kind !== 'change' && !row.changes
  const safety = altersNothing || row.idempotent ? 'repeatable' : 'once'
  return { request: { ...request, headers }, consistency, safety }
}

function timeOf({ connection, options }: Call): CallTime {
  return new CallTime(options.timeoutMs ?? connection.timeoutMs, options.signal)
}

/** Of an answer: what was written with it, or, of a question for everything, what that proves. */
function learn({ connection, row, input }: Call, { consistency }: Prepared, answer: Fields, sentAt: number): void {
  const { revision, token, isReplay } = answer
  const store = input.store ?? answer.id
  if (typeof store !== 'string' || typeof revision !== 'number' || typeof token !== 'string') return
  if (row.kind === 'change') connection.tokens.remember(store, { revision, token, isReplay: isReplay === true }, sentAt)
  else if (consistency?.mode === 'full') connection.tokens.prove(store, revision, token)
}

/** Of a long change: what is done so far comes without a token, the end may come with one. */
function learnLine({ connection, input }: Call, line: unknown, sentAt: number): void {
  const { progress, end } = isRecord(line) ? line : {}
  const { store } = input
  if (typeof store !== 'string') return
  if (isRecord(progress) && typeof progress.revision === 'number') connection.tokens.suspect(store, progress.revision)
  if (isRecord(end) && typeof end.revision === 'number' && typeof end.token === 'string')
    connection.tokens.remember(store, { revision: end.revision, token: end.token }, sentAt)
}

/** What was remembered and is lost is said once, and not asked for again. */
function unlearn({ connection, input }: Call, { consistency }: Prepared, error: unknown): unknown {
  const isLost = error instanceof LocknessError && error.code === 'lost_history'
  if (isLost && consistency?.token !== undefined) connection.tokens.forget(String(input.store), consistency.token)
  return error
}

function badList({ url }: Connection, what: string): LocknessError {
  const detail = `what answers at \`${url}\` is not Lockness: it answers with ${what}`
  return new LocknessError({ code: 'bad_answer', kind: 'network', detail })
}
