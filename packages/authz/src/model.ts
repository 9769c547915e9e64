// An authorization model in OpenFGA's JSON form: what the language produces, what the wire carries, what the engine
// compiles. Names come from customers, so `__proto__` is a name like any other: build these records with a null
// prototype, read them with `own()`.

export interface AuthorizationModel {
  readonly schema_version: string
  readonly type_definitions: readonly TypeDefinition[]
  readonly conditions?: Readonly<Record<string, ConditionDefinition>>
}

export interface TypeDefinition {
  readonly type: string
  readonly relations?: Readonly<Record<string, Userset>>
  readonly metadata?: TypeMetadata | null
}

export interface TypeMetadata {
  readonly relations?: Readonly<Record<string, RelationMetadata>>
  readonly module?: string
  readonly source_info?: SourceInfo
}

export interface RelationMetadata {
  readonly directly_related_user_types?: readonly RelationReference[]
  readonly module?: string
  readonly source_info?: SourceInfo
}

export interface SourceInfo {
  readonly file?: string
}

/** One entry of a type restriction: `user`, `user:*`, `group#member`, each perhaps `with condition`. */
export interface RelationReference {
  readonly type: string
  readonly relation?: string
  readonly wildcard?: Readonly<Record<string, never>>
  readonly condition?: string
}

export interface Userset {
  readonly this?: Readonly<Record<string, never>>
  readonly computedUserset?: { readonly object?: string; readonly relation: string }
  readonly tupleToUserset?: {
    readonly tupleset: { readonly object?: string; readonly relation: string }
    readonly computedUserset: { readonly object?: string; readonly relation: string }
  }
  readonly union?: { readonly child: readonly Userset[] }
  readonly intersection?: { readonly child: readonly Userset[] }
  readonly difference?: { readonly base: Userset; readonly subtract: Userset }
}

export interface ConditionDefinition {
  readonly name: string
  readonly expression: string
  readonly parameters?: Readonly<Record<string, ParameterType>>
  readonly metadata?: { readonly module?: string; readonly source_info?: SourceInfo }
}

export interface ParameterType {
  /** `TYPE_NAME_INT`, `TYPE_NAME_LIST`, … */
  readonly type_name: string
  readonly generic_types?: readonly ParameterType[]
}

/** The record's own entry, never one that it inherits. */
export function own<T>(record: Readonly<Record<string, T>> | null | undefined, name: string): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined
}
