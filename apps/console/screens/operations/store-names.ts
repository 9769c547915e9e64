/** What stores are called, by their ids. */
export function namesOf(
  stores: readonly { readonly id: string; readonly name: string }[] = [],
): Readonly<Record<string, string>> {
  return Object.fromEntries(stores.map(({ id, name }) => [id, name]))
}
