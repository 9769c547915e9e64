// Where a request came from, and whether that is here. A change is taken only from a page of this console: its browser
// says so in `Origin` and `Sec-Fetch-Site`, which no other site can make it say. A request that says neither is refused.

type Sent = Pick<Headers, 'get'>

export function isFromHere(sent: Sent, publicOrigin: string | undefined): boolean {
  const site = sent.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return false
  const origin = sent.get('origin')
  if (origin === null) return site === 'same-origin'
  return origin === publicOrigin || URL.parse(origin)?.host === hostOf(sent)
}

/** For what changes nothing: also an address that was typed, but never another site. */
export function isNotFromElsewhere(sent: Sent, publicOrigin: string | undefined): boolean {
  const site = sent.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin' && site !== 'none') return false
  return sent.get('origin') === null || isFromHere(sent, publicOrigin)
}

export function isSecure(sent: Sent, publicOrigin: string | undefined): boolean {
  const isPublic = publicOrigin !== undefined && URL.parse(publicOrigin)?.host === hostOf(sent)
  return isPublic || sent.get('x-forwarded-proto')?.split(',', 1)[0]?.trim() === 'https'
}

function hostOf(sent: Sent): string | null {
  return sent.get('x-forwarded-host')?.split(',', 1)[0]?.trim() ?? sent.get('host')
}

/** Where to go after signing in: a path of the console, and nothing that leads away from it. */
export function safePath(wanted: string | null | undefined): string {
  const url = URL.parse(wanted ?? '/', HERE)
  if (url?.origin !== HERE || NOT_A_PAGE.test(url.pathname)) return '/'
  return url.pathname + url.search
}

const HERE = 'http://console.invalid'
/** Two slashes at the beginning would be another machine. */
const NOT_A_PAGE = /^\/(\/|api\/|sign-|_next\/)/
