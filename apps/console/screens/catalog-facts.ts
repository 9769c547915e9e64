// What a catalog tells of a thing comes from whoever wrote it: only what has the expected form is taken, the rest is left.

/** A record of a catalog, of which nothing is known yet. */
type Told = Readonly<Record<string, unknown>>

export function textsOf<Key extends string>(
  from: Told | undefined,
  keys: readonly Key[],
): { readonly [K in Key]?: string } {
  const found = keys.flatMap((key) => (typeof from?.[key] === 'string' ? [[key, from[key]] as const] : []))
  return Object.fromEntries(found) as { [K in Key]?: string }
}

export function recordsOf(value: unknown): readonly Told[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : []
}

export function relationKindOf(kind: unknown): 'permission' | 'role' | 'fact' | 'other' {
  return kind === 'permission' || kind === 'role' || kind === 'fact' ? kind : 'other'
}
