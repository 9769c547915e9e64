// What every page is sent with: a policy with a nonce of its own, under which only the console's own scripts run, and the
// headers that keep other sites out. Next reads the nonce from the policy and puts it on its scripts.

import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { contentPolicy } from '#session/content-policy.ts'
import { environment } from '#session/environment.ts'
import { isSecure } from '#session/origin.ts'

export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString('base64')
  const { publicOrigin, isDevelopment } = environment()
  const policy = contentPolicy(nonce, isDevelopment)
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  headers.set('x-nonce', nonce)
  // A page cannot see its own address otherwise.
  headers.set('x-lockness-path', request.nextUrl.pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('cache-control', 'private, no-store')
  if (isSecure(request.headers, publicOrigin)) response.headers.set('strict-transport-security', 'max-age=31536000')
  return response
}

/** Everything but what never changes, and the door to the server, whose bodies must not be read on the way. */
export const config = { matcher: ['/((?!_next/static|api/).*)'] }
