/** Of several lists, each with the newest first, the newest of all. */
export function latestOf<T extends { readonly at: string }>(lists: readonly (readonly T[])[], count: number): T[] {
  return lists
    .flat()
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
    .slice(0, count)
}
