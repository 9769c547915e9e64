// Shapes that the schemas of the server leave open, as it fills them.

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject

export interface JsonObject {
  readonly [field: string]: JsonValue
}

/** One level of a relation on an object. `name` is `object#relation`. */
export type ExpandNode = { readonly name: string } & (
  | { readonly union: readonly ExpandNode[] }
  | { readonly intersection: readonly ExpandNode[] }
  | { readonly difference: { readonly base: ExpandNode; readonly subtract: ExpandNode } }
  /** As in the tuples: `user:anne`, `user:*`, `group:eng#member`. */
  | { readonly subjects: readonly string[] }
  /** Another relation of the same object: `doc:1#editor`. */
  | { readonly computed: string }
  /** Relations of the objects that a relation of this one names. */
  | { readonly tupleset: string; readonly computed: readonly string[] }
)

/** Tuples that a new model would not allow. */
export interface Orphans {
  readonly count: number
  /** The first ones, as `object#relation@subject`. */
  readonly examples: readonly { readonly tuple: string; readonly why: string }[]
}
