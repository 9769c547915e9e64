// The AuthZEN Authorization API 1.0, one decision point for each store, and one at the root for the store that the
// caller's key is narrowed to. Its document says where everything is, from the address that the operator configured:
// never from a header of the request.

import { z } from 'zod'
import { type Actor, question } from '../../action.ts'
import { AppError, assert } from '../../errors.ts'
import type { AnyAction, ForeignCall, ForeignRoute, ForeignWire } from '../../http/route.ts'
import type { AuthorizationPort } from '../authorization-port.ts'
import { failAuthZen } from './authzen.errors.ts'
import { evaluation, evaluations } from './authzen.evaluations.ts'
import { searchActions, searchResources, searchSubjects } from './authzen.searches.ts'

type Translate = (call: ForeignCall, port: AuthorizationPort) => Promise<unknown>

export interface AuthZenOptions {
  /** The https origin that callers know. Without one there is no document: an identifier is an https address. */
  readonly publicOrigin?: string
}

export function authZenWire(port: AuthorizationPort, { publicOrigin }: AuthZenOptions = {}): ForeignWire {
  const row = (path: string, actions: readonly AnyAction[], translate: Translate): readonly ForeignRoute[] => [
    { method: 'POST', path: `/stores/:store${path}`, actions, handle: (call) => translate(call, port) },
    { method: 'POST', path, actions, handle: (call) => translate(atRoot(call), port) },
  ]
  // biome-ignore format: a table is read by its columns
  const routes = [
    ...row('/access/v1/evaluation',      [port.checkMany],                 evaluation),
    ...row('/access/v1/evaluations',     [port.checkMany],                 evaluations),
    ...row('/access/v1/search/subject',  [port.listSubjects],              searchSubjects),
    ...row('/access/v1/search/resource', [port.listObjects],               searchResources),
    ...row('/access/v1/search/action',   [port.relations, port.checkMany], searchActions),
    ...(publicOrigin === undefined ? [] : documentRoutes(publicOrigin)),
  ]
  return {
    name: 'authzen',
    routes,
    owns: (path) => path.includes('/access/v1/') || path === WELL_KNOWN || path.startsWith(`${WELL_KNOWN}/`),
    fail: failAuthZen,
  }
}

function atRoot(call: ForeignCall): ForeignCall {
  return { ...call, params: { ...call.params, store: onlyStoreOf(call.caller.actor) } }
}

function onlyStoreOf({ scope }: Actor): string {
  const [store, ...others] = scope?.stores ?? []
  if (store !== undefined && others.length === 0) return store
  const message =
    'here it is asked with a key that is narrowed to one store; with any other at `/stores/<id>/access/v1/…`'
  throw new AppError('invalid_input', message)
}

const WELL_KNOWN = '/.well-known/authzen-configuration'

/** An identifier with `/stores/` makes the standard's default paths the true ones; the short one is OpenFGA's. */
function documentRoutes(origin: string): ForeignRoute[] {
  assert(
    new URL(origin).protocol === 'https:' && new URL(origin).origin === origin,
    `\`${origin}\` is not an https origin`,
  )
  const document = (
    path: string,
    identifier: (store: string) => string,
    base: (store: string) => string,
  ): ForeignRoute => ({
    method: 'GET',
    path,
    actions: [DESCRIBE],
    async handle({ params }) {
      const store = encodeURIComponent(params.store ?? '')
      const at = `${origin}${base(store)}/access/v1`
      return {
        policy_decision_point: `${origin}${identifier(store)}`,
        access_evaluation_endpoint: `${at}/evaluation`,
        access_evaluations_endpoint: `${at}/evaluations`,
        search_subject_endpoint: `${at}/search/subject`,
        search_resource_endpoint: `${at}/search/resource`,
        search_action_endpoint: `${at}/search/action`,
      }
    },
  })
  const ofStore = (store: string) => `/stores/${store}`
  return [
    document(
      WELL_KNOWN,
      () => '',
      () => '',
    ),
    document(`${WELL_KNOWN}/:store`, (store) => `/${store}`, ofStore),
    document(`${WELL_KNOWN}/stores/:store`, ofStore, ofStore),
  ]
}

/** It is the same for every store, also for one that does not exist, so it tells nothing. */
const DESCRIBE = question({
  name: 'decision_point.describe',
  input: z.strictObject({}),
  strangers: 'a caller reads it before it has a key',
  permit: () => ({ anyone: 'it says addresses that the standard fixes' }),
  answer: () => undefined,
})
