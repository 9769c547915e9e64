// The words of the document: what a field means wherever it stands, said once. A field whose schema says something of
// its own keeps that.

export const INTRODUCTION = [
  'Who may do what with which business asset. A *store* has a model and tuples; a question is answered at one revision',
  'of it, which the answer names. A write gives back a *token*: a question asked with `consistency: {"mode": "at_least",',
  '"token": …}` is answered with that write in it, on any node.',
  'Errors are problems (RFC 9457) with codes that stay the same. Lists page by `cursor`. `Idempotency-Key` makes a write',
  'safe to send again. Long lists in the examples are cut after three items.',
].join(' ')

/** In the order in which people meet them. */
const TAGS: ReadonlyMap<string, string> = new Map([
  ['access', 'The questions: may she, what may she see, who may, and why'],
  ['tuple', 'Who is related to what'],
  ['module', 'Parts of a model, each pushed by its team with its tests'],
  ['model', 'Versions of a model, written whole'],
  ['label', 'Names for versions of a model'],
  ['catalog', 'What people read about types, roles and permissions'],
  ['store', 'Each with a model, tuples and a log of revisions of its own'],
  ['usage', 'What of the access that is given is used'],
  ['audit', 'Who did what, when and why'],
  ['key', 'API keys: narrow, ending, and ended at once on all nodes'],
  ['system', 'What a node is and how it is doing'],
  ['health', 'Whether the server lives, for those who run it; no key is needed'],
  ['api', 'This document'],
])

/** What is not known here comes last. */
export function describeTags(names: ReadonlySet<string>): { readonly name: string; readonly description: string }[] {
  const known = [...TAGS].filter(([name]) => names.has(name))
  const others = [...names]
    .filter((name) => !TAGS.has(name))
    .map((name) => [name, `Operations of \`${name}\``] as const)
  return [...known, ...others].map(([name, description]) => ({ name, description }))
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ['action', 'What was done: `noun.verb`'],
  ['actions', 'The only actions that it may ask for'],
  ['actor', 'Who did it'],
  ['added', 'What is there from this revision on'],
  ['allowed', 'Yes or no; what could not be decided is an error instead'],
  ['allowOrphans', 'Also when there are tuples that the new model does not allow'],
  ['at', 'The instant (RFC 3339)'],
  ['body', 'The bytes of the upload'],
  ['checks', 'Answered in this order'],
  ['condition.name', 'As the model calls it'],
  ['condition', 'Under which it holds, by the name that the model gives it'],
  ['consistency', 'How new the answer has to be; default: what the node knows, within the staleness bound'],
  ['context', 'Values for the parameters of conditions'],
  ['contextualTuples', 'Tuples that count for this question only'],
  ['createdAt', 'When it was made (RFC 3339)'],
  ['createdBy', 'Who made it'],
  ['cursor', 'Goes on where the page before it ended; absent from the last page'],
  ['dryRun', 'Only says what would be'],
  ['epoch', 'Grows when history was lost, after a failover or a restore'],
  ['expiresAt', 'From when on it counts no more'],
  ['files.path', 'Inside the folder of the module'],
  ['files.text', 'What is in the file'],
  ['files', 'Models, catalog and tests, as they lie in the folder of the module'],
  ['id', 'Its name for programs; it never changes'],
  ['isFrozen', 'Whether it refuses writes'],
  ['isReplay', 'Whether this was done before, by the same idempotency key'],
  ['items', 'This page'],
  ['key', 'The id of the key, which is no secret'],
  ['label', 'A name that stands for a version of the model'],
  ['mode', '`at_least` and `exact` need a token'],
  ['model', 'The id of a version of the model'],
  ['module', 'The name of the module'],
  ['modules', 'Modules, each as `store/module`'],
  ['name', 'For people'],
  ['object', '`type:id`'],
  ['overlapSeconds', 'For so long the old key goes on beside the new one'],
  ['pageSize', 'How many there are on a page, at most'],
  ['preconditions', 'All of them hold when the write is done, or nothing is done'],
  ['purpose', 'Why it is asked; only `enforce` counts as use of what it is allowed by'],
  ['refusal.reason', 'For programs'],
  ['reason', 'Why; kept in the audit log'],
  ['relation', 'As the model calls it'],
  ['removed', 'What is gone from this revision on'],
  ['results', 'In the order of the checks'],
  ['revision', 'The number of the state of the store'],
  ['roles', 'What it may do, in the words of the system: `reader`, `writer`, `asker`, …'],
  ['since', 'Only from this time on'],
  ['steps', 'Step 0 is the question; children are numbers of steps'],
  ['store', 'The id of the store'],
  ['stores', 'Stores, by their ids'],
  ['subject', '`type:id`, `type:*` for everybody of a type, or `type:id#relation`'],
  ['tests.files', 'How many passed and failed in each of them'],
  ['text', 'In the modelling language'],
  ['token', 'Names a revision, and proves that it was seen'],
  ['type', 'A type of the model'],
  ['updatedAt', 'When it was changed last (RFC 3339)'],
  ['uses', 'How often a yes rested on it'],
  ['version', 'A version of a module: the hash of its files'],
])

type Schema = Readonly<Record<string, unknown>>

/** The schema with a description on every field that has a word, there or anywhere, and says nothing itself. */
export function withWords(name: string, schema: Schema, within = ''): Schema {
  const word = schema.description === undefined ? (WORDS.get(`${within}.${name}`) ?? WORDS.get(name)) : undefined
  const { properties, items, anyOf, oneOf } = schema
  return {
    ...schema,
    ...(word !== undefined && { description: word }),
    ...(isRecord(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([each, inner]) => [
          each,
          isRecord(inner) ? withWords(each, inner, name || within) : inner,
        ]),
      ),
    }),
    ...(isRecord(items) && { items: withWords('', items, name || within) }),
    ...(Array.isArray(anyOf) && { anyOf: anyOf.map((each: Schema) => withWords('', each, name || within)) }),
    ...(Array.isArray(oneOf) && { oneOf: oneOf.map((each: Schema) => withWords('', each, name || within)) }),
  }
}

function isRecord(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
