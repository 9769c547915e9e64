// The AuthZEN Authorization API 1.0, one decision point for each store. Its document says where everything is, from the
// address that the operator configured: never from a header of the request.

import { z } from 'zod'
import { question } from '../../action.ts'
import { assert } from '../../errors.ts'
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
  const row = (path: string, actions: readonly AnyAction[], translate: Translate): ForeignRoute => ({
    method: 'POST',
    path,
    actions,
    handle: (call) => translate(call, port),
  })
  // biome-ignore format: a table is read by its columns
  const routes = [
    row('/stores/:store/access/v1/evaluation',      [port.checkMany],                 evaluation),
    row('/stores/:store/access/v1/evaluations',     [port.checkMany],                 evaluations),
    row('/stores/:store/access/v1/search/subject',  [port.listSubjects],              searchSubjects),
    row('/stores/:store/access/v1/search/resource', [port.listObjects],               searchResources),
    row('/stores/:store/access/v1/search/action',   [port.relations, port.checkMany], searchActions),
    ...(publicOrigin === undefined ? [] : documentRoutes(publicOrigin)),
  ]
  return {
    name: 'authzen',
    routes,
    owns: (path) => path.includes('/access/v1/') || path.startsWith(WELL_KNOWN),
    fail: failAuthZen,
  }
}

const WELL_KNOWN = '/.well-known/authzen-configuration'

/** An identifier with `/stores/` makes the standard's default paths the true ones; the short one is OpenFGA's. */
function documentRoutes(origin: string): ForeignRoute[] {
  assert(
    new URL(origin).protocol === 'https:' && new URL(origin).origin === origin,
    `\`${origin}\` is not an https origin`,
  )
  const document = (path: string, prefix: string): ForeignRoute => ({
    method: 'GET',
    path,
    actions: [DESCRIBE],
    async handle({ params }) {
      const store = encodeURIComponent(params.store!)
      const at = `${origin}/stores/${store}/access/v1`
      return {
        policy_decision_point: `${origin}/${prefix}${store}`,
        access_evaluation_endpoint: `${at}/evaluation`,
        access_evaluations_endpoint: `${at}/evaluations`,
        search_subject_endpoint: `${at}/search/subject`,
        search_resource_endpoint: `${at}/search/resource`,
        search_action_endpoint: `${at}/search/action`,
      }
    },
  })
  return [document(`${WELL_KNOWN}/:store`, ''), document(`${WELL_KNOWN}/stores/:store`, 'stores/')]
}

/** It is the same for every store, also for one that does not exist, so it tells nothing. */
const DESCRIBE = question({
  name: 'decision_point.describe',
  input: z.strictObject({}),
  strangers: 'a caller reads it before it has a key',
  permit: () => ({ anyone: 'it says addresses that the standard fixes' }),
  answer: () => undefined,
})
