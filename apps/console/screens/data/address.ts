// The addresses of the room. Everything that a page shows is in its address, so that it can be sent to somebody.

export function roomOf(store: string): string {
  return `/s/${encodeURIComponent(store)}/data`
}

/** The page of one thing. */
export function addressOf(store: string, object: string, tab?: string): string {
  const page = `${roomOf(store)}/${encodeURIComponent(object)}`
  return tab === undefined ? page : `${page}?tab=${tab}`
}

export type Query = Readonly<Record<string, string | readonly string[] | undefined>>

/** As Next hands it over: what is there twice counts once. */
export function one(query: Query, name: string): string | undefined {
  const value = query[name]
  const text = typeof value === 'string' ? value : value?.[0]
  return text === '' ? undefined : text
}

/** What is undefined or empty is left out. */
export function withQuery(path: string, values: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(values).filter(
    (each): each is [string, string] => each[1] !== undefined && each[1] !== '',
  )
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}
