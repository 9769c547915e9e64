// OpenFGA's own client, unchanged, pointed at a real server, with a store of documents.

import { parseModel } from '@lockness/language'
import { CredentialsMethod, FgaApiError, OpenFgaClient, type WriteAuthorizationModelRequest } from '@openfga/sdk'
import { expect } from 'vitest'
import { KEY, type RealServer, startReal } from '../../../test/real-server.ts'

export const SDK_MODEL = parseModel(`model
  schema 1.1
type user
type group
  relations
    define member: [user, group#member]
type folder
  relations
    define viewer: [user, user:*, group#member]
type doc
  relations
    define parent: [folder]
    define owner: [user]
    define editor: [user with office_hours]
    define viewer: [user, group#member] or owner or viewer from parent
    define blocked: [user]
    define can_view: viewer but not blocked

condition office_hours(hour: int) {
  hour >= 9 && hour < 17
}
`).model as unknown as WriteAuthorizationModelRequest

export interface Sdk {
  readonly real: RealServer
  readonly client: OpenFgaClient
  readonly storeId: string
  readonly modelId: string
  clientOf(more?: object): OpenFgaClient
}

export async function openSdk(): Promise<Sdk> {
  const real = await startReal()
  const clientOf = (more: object = {}) => {
    const credentials = { method: CredentialsMethod.ApiToken as const, config: { token: KEY } }
    return new OpenFgaClient({ apiUrl: real.url, credentials, telemetry: { metrics: {} }, ...more })
  }
  const storeId = (await clientOf().createStore({ name: 'made by the SDK' })).id
  const modelId = (await clientOf({ storeId }).writeAuthorizationModel(SDK_MODEL)).authorization_model_id
  const client = clientOf({ storeId, authorizationModelId: modelId })
  await client.writeTuples([
    key('user:anne', 'owner', 'doc:plan'),
    key('user:bob', 'member', 'group:eng'),
    key('group:eng#member', 'viewer', 'folder:all'),
    key('folder:all', 'parent', 'doc:plan'),
    key('folder:all', 'parent', 'doc:memo'),
    key('user:carl', 'viewer', 'doc:memo'),
    key('user:carl', 'blocked', 'doc:memo'),
    { ...key('user:dora', 'editor', 'doc:plan'), condition: { name: 'office_hours', context: {} } },
  ])
  return { real, client, storeId, modelId, clientOf }
}

export const key = (user: string, relation: string, object: string) => ({ user, relation, object })

/** The error that a call ends with. */
export async function failureOf(call: Promise<unknown>): Promise<FgaApiError & { apiErrorCode?: string }> {
  const error = await call.then(
    () => undefined,
    (caught) => caught,
  )
  expect(error).toBeInstanceOf(FgaApiError)
  return error
}
