// Who can, on what, and how: three searches, page by page. A token holds where our list goes on and the request that it
// belongs to; with another request it is refused. What is unknown has no results; what cannot be decided is said.

import { createHash } from 'node:crypto'
import { type Answer, type JsonObject, type Page, parseSubject } from '@lockness/authz'
import { performParsed } from '../../action.ts'
import { AppError } from '../../errors.ts'
import type { ForeignCall } from '../../http/route.ts'
import type { AuthorizationPort } from '../authorization-port.ts'
import { AuthZenError, failureOf, isUnknown } from './authzen.errors.ts'
import {
  actionIn,
  bodyOf,
  contextIn,
  type Entity,
  entityIn,
  type Fields,
  mergedContext,
  nameOf,
  optionalObjectIn,
  soughtIn,
  valueIn,
} from './authzen.request.ts'

const PAGE_SIZE_MAX = 1_000

interface Results {
  readonly page: { readonly next_token: string; readonly count: number }
  readonly results: readonly object[]
}

export async function searchSubjects(
  { app, caller, params, body }: ForeignCall,
  port: AuthorizationPort,
): Promise<Results> {
  const fields = bodyOf(body)
  const [subject, action, resource] = [soughtIn(fields, 'subject'), actionIn(fields), entityIn(fields, 'resource')]
  const context = mergedContext(contextIn(fields), { subject, action, resource })
  const question = { object: writtenName(resource), relation: action.name, filter: { type: subject.type } }
  return search(fields, entityOut, async (paging) => {
    const found = await performParsed(app, caller, port.listSubjects, {
      store: params.store!,
      question,
      context,
      paging,
    })
    return nameOf(resource) === undefined ? NOTHING : found
  })
}

export async function searchResources(
  { app, caller, params, body }: ForeignCall,
  port: AuthorizationPort,
): Promise<Results> {
  const fields = bodyOf(body)
  const [subject, action, resource] = [entityIn(fields, 'subject'), actionIn(fields), soughtIn(fields, 'resource')]
  const context = mergedContext(contextIn(fields), { subject, action, resource })
  const question = { subject: writtenName(subject), relation: action.name, type: resource.type }
  return search(fields, entityOut, async (paging) => {
    const found = await performParsed(app, caller, port.listObjects, {
      store: params.store!,
      question,
      context,
      paging,
    })
    return nameOf(subject) === undefined ? NOTHING : found
  })
}

/** An action that needs to know more than the request says (its properties cannot be given here) is not among them. */
export async function searchActions(
  { app, caller, params, body }: ForeignCall,
  port: AuthorizationPort,
): Promise<Results> {
  const fields = bodyOf(body)
  const [subject, resource] = [entityIn(fields, 'subject'), entityIn(fields, 'resource')]
  const context = mergedContext(contextIn(fields), { subject, resource })
  const [name, object] = [nameOf(subject), nameOf(resource)]
  const store = params.store!
  const relations = await performParsed(app, caller, port.relations, { store, type: resource.type })
  const asked = name && object ? relations.toSorted() : []
  const checks = asked.map((relation) => ({ question: { subject: name!, relation, object: object! }, context }))
  const verdicts = await performParsed(app, caller, port.checkMany, { store, checks, isSearch: true })
  const held = asked.filter((_, at) => verdicts[at]!.answer === 'yes')
  return search(
    fields,
    (relation) => ({ name: relation }),
    async (paging) => cut(held, paging),
  )
}

function entityOut(text: string): object {
  const { type, id } = parseSubject(text)!
  return { type, id }
}

/** Also of what is no name, and so has no results: whether the caller may ask at all is decided by asking. */
function writtenName({ type, id }: Entity): string {
  return `${type}:${id}`
}

const NOTHING: Answer<Page> = { ok: true, value: { items: [], revision: 0 } }

function cut(names: readonly string[], { pageSize, cursor = '0' }: EnginePaging): Answer<Page> {
  const from = Number(cursor)
  const items = names.slice(from, from + pageSize)
  const rest = from + pageSize < names.length ? { cursor: String(from + pageSize) } : {}
  return { ok: true, value: { items, revision: 0, ...rest } }
}

interface EnginePaging {
  readonly pageSize: number
  readonly cursor?: string
}

async function search(
  fields: Fields,
  write: (item: string) => object,
  read: (paging: EnginePaging) => Promise<Answer<Page>>,
): Promise<Results> {
  const page = optionalObjectIn(fields, 'page') ?? {}
  const request = fingerprint(fields)
  const { limit, cursor } = pagingIn(page, request)
  const pageSize = Math.max(1, Math.min(limit, PAGE_SIZE_MAX))
  const answer = await read({ pageSize, ...(cursor ? { cursor } : {}) })
  // Nothing was wanted, and the list has not ended.
  if (limit === 0) return { page: { next_token: tokenOut(request, limit, cursor ?? ''), count: 0 }, results: [] }
  if (!answer.ok) {
    if (isUnknown(answer.error)) return { page: { next_token: '', count: 0 }, results: [] }
    const { status, message } = failureOf(answer.error)
    throw status === 400 ? new AuthZenError(message) : new AppError('unavailable', message)
  }
  const { items, cursor: next } = answer.value
  const token = next === undefined ? '' : tokenOut(request, limit, next)
  return { page: { next_token: token, count: items.length }, results: items.map(write) }
}

/** Everything that must stay the same from page to page: all that was asked, without the page. */
function fingerprint(fields: Fields): string {
  const entities = ['subject', 'action', 'resource', 'context'].map((name) => valueIn(fields, name) ?? null)
  return createHash('sha256')
    .update(canonical(entities as unknown as JsonObject))
    .digest('base64url')
    .slice(0, 22)
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`
}

function tokenOut(request: string, limit: number, cursor: string): string {
  return Buffer.from(JSON.stringify([request, limit, cursor])).toString('base64url')
}

function pagingIn(page: Fields, request: string): { readonly limit: number; readonly cursor?: string } {
  const given = valueIn(page, 'limit')
  if (given !== undefined && (typeof given !== 'number' || !Number.isInteger(given) || given < 0)) {
    throw new AuthZenError('`page.limit` is a whole number, 0 or more')
  }
  const token = valueIn(page, 'token') ?? ''
  if (typeof token !== 'string') throw new AuthZenError('`page.token` is a string')
  if (token === '') return { limit: given ?? PAGE_SIZE_MAX }
  const [ofRequest, limit, cursor] = partsOf(token)
  if (ofRequest !== request || (given !== undefined && given !== limit)) {
    throw new AuthZenError(
      '`page.token` belongs to another request: all but the token stays the same from page to page',
    )
  }
  return { limit, cursor }
}

function partsOf(token: string): [string, number, string] {
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  if (Array.isArray(parts) && parts.length === 3) {
    const [request, limit, cursor] = parts as unknown[]
    const isLimit = typeof limit === 'number' && Number.isInteger(limit) && limit >= 0
    if (typeof request === 'string' && isLimit && typeof cursor === 'string') return [request, limit, cursor]
  }
  throw new AuthZenError('`page.token` is not a token of ours')
}
