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
  ['object', 'The things that tuples are about'],
  ['module', 'Parts of a model, each pushed by its team with its tests'],
  ['model', 'Versions of a model, written whole'],
  ['label', 'Names for versions of a model'],
  ['catalog', 'What people read about types, roles and permissions'],
  ['store', 'Each with a model, tuples and a log of revisions of its own'],
  ['usage', 'What of the access that is given is used'],
  ['audit', 'Who did what, when and why'],
  ['key', 'API keys: narrow, ending, and ended at once on all nodes'],
  ['system', 'What a node is and how it is doing'],
  ['node', 'The nodes of the installation'],
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

/** By the name of the field, or by that of the field around it and its own: `condition.name`. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['action', 'What was done: `noun.verb`'],
  ['actions', 'The only actions that it may ask for'],
  ['actor', 'Who did it'],
  ['added', 'What is there from this revision on'],
  ['allowed', 'Yes or no; what could not be decided is an error instead'],
  ['allowOrphans', 'Also when there are tuples that the new model does not allow'],
  ['at', 'The instant (RFC 3339)'],
  ['bad', 'Rows that are left out'],
  ['began', 'The revision that gave it'],
  ['body', 'The bytes of the upload'],
  ['change', 'What becomes of it'],
  ['checks', 'Answered in this order'],
  ['children', 'The steps that it rests on'],
  ['condition', 'Under which it holds, by the name that the model gives it'],
  ['consistency', 'How new the answer has to be; default: what the node knows, within the staleness bound'],
  ['context', 'Values for the parameters of conditions'],
  ['contextualTuples', 'Tuples that count for this question only'],
  ['count', 'How many there are'],
  ['createdAt', 'When it was made (RFC 3339)'],
  ['createdBy', 'Who made it'],
  ['cursor', 'Goes on where the page before it ended; absent from the last page'],
  ['document', 'In the JSON of OpenFGA'],
  ['dryRun', 'Only says what would be'],
  ['embedded', 'Whether it is the one that the server brings along'],
  ['end', 'The last line; an answer without it is not whole'],
  ['ended', 'The revision that took it away; absent while it is there'],
  ['epoch', 'Grows when history was lost, after a failover or a restore'],
  ['epochReason', 'Why the epoch began'],
  ['errors', 'What stands against it, each with its place'],
  ['expiresAt', 'From when on it counts no more'],
  ['failed', 'Expectations that do not hold'],
  ['failures', 'The first ones, each with its place'],
  ['tests.files', 'How many passed and failed in each of them'],
  ['files', 'Models, catalog and tests, as they lie in the folder of the module'],
  ['found', 'How many there were'],
  ['id', 'Its name for programs; it never changes'],
  ['isAccepted', 'Whether it may come into force'],
  ['isDryRun', 'Nothing was done'],
  ['isFrozen', 'Whether it refuses writes'],
  ['isReplay', 'Whether this was done before, by the same idempotency key'],
  ['items', 'This page'],
  ['key', 'The id of the key, which is no secret'],
  [
    'preconditions.kind',
    'What has to hold: that a tuple is there, or is not; that the store is at a revision, or has a model in force',
  ],
  ['label', 'A name that stands for a version of the model'],
  ['labels', 'That stand for it now'],
  ['limit', 'The bound that was hit'],
  ['bad.line', 'The number of the line, from 1'],
  ['missing', 'Parameters of conditions that the question has to bring in `context`'],
  ['mode', '`at_least` and `exact` need a token'],
  ['model', 'The id of a version of the model'],
  ['module', 'The name of the module'],
  ['modules', 'Modules, each as `store/module`'],
  ['condition.name', 'As the model calls it'],
  ['name', 'For people'],
  ['node', 'The name of this node'],
  ['object', '`type:id`'],
  ['overlapSeconds', 'For so long the old key goes on beside the new one'],
  ['pageSize', 'How many there are on a page, at most'],
  ['passed', 'Expectations that hold'],
  ['files.path', 'Inside the folder of the module'],
  ['paths', 'Of its files'],
  ['preconditions', 'All of them hold when the write is done, or nothing is done'],
  ['progress', 'What is durable by now'],
  ['purpose', 'Why it is asked; only `enforce` counts as use of what it is allowed by'],
  ['reachable', 'Whether the database answers'],
  ['refusal.reason', 'For programs'],
  ['reason', 'Why; kept in the audit log'],
  ['relation', 'As the model calls it'],
  ['end.removed', 'How many were taken away'],
  ['progress.removed', 'How many are taken away by now'],
  ['removed', 'What is gone from this revision on'],
  ['replacedBy', 'The key that was made in its place'],
  ['restrictionsAdded', 'Who may be related to it directly, and could not before'],
  ['restrictionsRemoved', 'Who could be related to it directly, and may not any more'],
  ['result', 'What came of it; `cycle`: it led back to a step before'],
  ['results', 'In the order of the checks'],
  ['revision', 'The number of the state of the store'],
  ['revokedAt', 'When it was ended (RFC 3339)'],
  ['roles', 'What it may do, in the words of the system: `reader`, `writer`, `asker`, …'],
  ['rows', 'Lines that are done with'],
  ['rule', 'What is looked at: a relation, an operand of its rewrite, a tuple'],
  ['since', 'Only from this time on'],
  ['source', 'By what way: `api`, `import`, `expiry`, …'],
  ['stalenessMs', 'How long ago it was last confirmed'],
  ['startedAt', 'When the node was started (RFC 3339)'],
  ['state', '`live`, `expired` or `revoked`'],
  ['steps', 'Step 0 is the question; children are numbers of steps'],
  ['store', 'The id of the store'],
  ['stores', 'Stores, by their ids'],
  ['subject', '`type:id`, `type:*` for everybody of a type, or `type:id#relation`'],
  ['files.text', 'What is in the file'],
  ['text', 'In the modelling language'],
  ['threads', 'That answer'],
  ['at.time', 'The state of the store at this time'],
  ['token', 'Names a revision, and proves that it was seen'],
  ['tree', 'Nodes: `union`, `intersection`, `difference`, `subjects`, `computed` or `tupleset`'],
  ['tuplesMax', 'Not more than this'],
  ['type', 'A type of the model'],
  ['updatedAt', 'When it was changed last (RFC 3339)'],
  ['uses', 'How often a yes rested on it'],
  ['version', 'A version of a module: the hash of its files'],
  ['warnings', 'What does not stand against it'],
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
