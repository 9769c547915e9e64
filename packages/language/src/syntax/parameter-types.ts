// The types that a condition's parameters can have, by the words of the language.

export const PARAMETER_TYPES: ReadonlySet<string> = new Set([
  'any',
  'bool',
  'string',
  'int',
  'uint',
  'double',
  'duration',
  'timestamp',
  'ipaddress',
])

/** These take the type of their elements: `list<string>`, `map<int>`. */
export const PARAMETERIZED_TYPES: ReadonlySet<string> = new Set(['list', 'map'])
