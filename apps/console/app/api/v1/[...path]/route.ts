import { cookies } from 'next/headers'
import { isOperation, passOn, problem, refusalOf } from '#session/pass-through.ts'
import { dropCookie, openFrom } from '#session/session-cookie.ts'

export const dynamic = 'force-dynamic'

async function pass(request: Request): Promise<Response> {
  const refusal = refusalOf(request)
  if (refusal !== undefined) return problem(403, 'forbidden', refusal)
  if (!isOperation(request)) return problem(404, 'route_not_found', 'the console passes on operations of the API only')
  const jar = await cookies()
  const opened = await openFrom(jar, request.headers)
  if (!opened || 'failed' in opened) {
    if (opened) jar.set(dropCookie(request.headers))
    return problem(401, 'unauthenticated', 'nobody is signed in, or no longer')
  }
  try {
    const answer = await passOn(request, opened.session.key)
    if (answer.status === 401) jar.set(dropCookie(request.headers))
    return answer
  } catch (error) {
    if (request.signal.aborted) throw error
    return problem(503, 'unavailable', 'the server behind the console does not answer')
  }
}

export { pass as DELETE, pass as GET, pass as PATCH, pass as POST, pass as PUT }
