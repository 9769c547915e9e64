// Read your writes, over the browser and the server: what the client in the browser wrote is known to the one that draws
// the next page. It matters only until every thread and node has heard of a write, which takes no minute.

export const TOKENS_COOKIE = 'lockness-tokens'
export const TOKENS_SECONDS = 60
const STORES_KEPT = 4

/** Of the stores that were written to last. */
export function writeTokens(tokens: { toJSON(): Readonly<Record<string, unknown>> }): string | undefined {
  const last = Object.entries(tokens.toJSON()).slice(-STORES_KEPT)
  return last.length === 0 ? undefined : encodeURIComponent(JSON.stringify(Object.fromEntries(last)))
}

export function readTokens(value: string | undefined): unknown {
  if (value === undefined) return undefined
  try {
    return JSON.parse(decodeURIComponent(value))
  } catch {
    return undefined
  }
}
