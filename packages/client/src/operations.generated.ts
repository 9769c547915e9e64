// Generated from the server's route tables by build-operations.ts.

import type { Ask, List, ListOrStream, OperationRow, Stream, Upload, Uploaded, Watch } from './method.ts'
import type { ExpandNode, JsonObject, Orphans } from './open-shapes.ts'

/** What the server may say that is wrong. */
export const SERVER_ERROR_CODES = ['invalid_input', 'malformed_json', 'malformed_request', 'unauthenticated', 'forbidden', 'not_found', 'route_not_found', 'method_not_allowed', 'not_acceptable', 'request_timeout', 'conflict', 'lost_history', 'idempotency_mismatch', 'expired', 'precondition_failed', 'body_too_large', 'unsupported_media_type', 'limit_exceeded', 'rate_limited', 'headers_too_large', 'internal', 'misconfigured', 'unavailable', 'overloaded', 'outcome_unknown'] as const

export const OPERATIONS = {
  'store.create': { method: 'POST', path: '/v1/stores', kind: 'change', rest: 'body', idempotent: true },
  'store.list': { method: 'GET', path: '/v1/stores', kind: 'list', rest: 'query' },
  'store.read': { method: 'GET', path: '/v1/stores/:store', kind: 'question' },
  'store.rename': { method: 'PATCH', path: '/v1/stores/:store', kind: 'change', rest: 'body' },
  'store.delete': { method: 'DELETE', path: '/v1/stores/:store', kind: 'change', rest: 'query' },
  'store.freeze': { method: 'POST', path: '/v1/stores/:store/freeze', kind: 'change', rest: 'body' },
  'store.unfreeze': { method: 'POST', path: '/v1/stores/:store/unfreeze', kind: 'change', rest: 'body' },
  'key.create': { method: 'POST', path: '/v1/keys', kind: 'change', rest: 'body', idempotent: true },
  'key.list': { method: 'GET', path: '/v1/keys', kind: 'list', rest: 'query' },
  'key.read': { method: 'GET', path: '/v1/keys/:key', kind: 'question' },
  'key.revoke': { method: 'DELETE', path: '/v1/keys/:key', kind: 'change', rest: 'query' },
  'key.rotate': { method: 'POST', path: '/v1/keys/:key/rotate', kind: 'change', rest: 'body' },
  'key.read_self': { method: 'GET', path: '/v1/self', kind: 'question' },
  'audit.list': { method: 'GET', path: '/v1/stores/:store/audit', kind: 'list', rest: 'query' },
  'audit.verify': { method: 'GET', path: '/v1/stores/:store/audit/verify', kind: 'question', rest: 'query' },
  'audit.read': { method: 'GET', path: '/v1/stores/:store/audit/:revision', kind: 'question' },
  'audit.list_system': { method: 'GET', path: '/v1/audit', kind: 'list', rest: 'query' },
  'audit.verify_system': { method: 'GET', path: '/v1/audit/verify', kind: 'question', rest: 'query' },
  'audit.read_system': { method: 'GET', path: '/v1/audit/:revision', kind: 'question' },
  'model.write': { method: 'POST', path: '/v1/stores/:store/models', kind: 'change', rest: 'body' },
  'model.list': { method: 'GET', path: '/v1/stores/:store/models', kind: 'list', rest: 'query' },
  'model.get': { method: 'GET', path: '/v1/stores/:store/models/:model', kind: 'question' },
  'label.list': { method: 'GET', path: '/v1/stores/:store/model-labels', kind: 'question' },
  'label.set': { method: 'PUT', path: '/v1/stores/:store/model-labels/:label', kind: 'change', rest: 'body' },
  'label.remove': { method: 'DELETE', path: '/v1/stores/:store/model-labels/:label', kind: 'change', rest: 'query' },
  'module.list': { method: 'GET', path: '/v1/stores/:store/modules', kind: 'question' },
  'module.push_set': { method: 'POST', path: '/v1/stores/:store/modules', kind: 'change', rest: 'body', idempotent: true },
  'module.get': { method: 'GET', path: '/v1/stores/:store/modules/:module', kind: 'question', rest: 'query' },
  'module.push': { method: 'PUT', path: '/v1/stores/:store/modules/:module', kind: 'change', rest: 'body', idempotent: true },
  'module.remove': { method: 'DELETE', path: '/v1/stores/:store/modules/:module', kind: 'change', rest: 'query' },
  'catalog.get': { method: 'GET', path: '/v1/stores/:store/catalog', kind: 'question', rest: 'query' },
  'tuple.write': { method: 'POST', path: '/v1/stores/:store/tuples', kind: 'change', rest: 'body', idempotent: true },
  'tuple.read': { method: 'GET', path: '/v1/stores/:store/tuples', kind: 'list', rest: 'query' },
  'tuple.history': { method: 'GET', path: '/v1/stores/:store/tuples/history', kind: 'list', rest: 'query' },
  'tuple.export': { method: 'GET', path: '/v1/stores/:store/tuples/export', kind: 'down', rest: 'query' },
  'tuple.import': { method: 'POST', path: '/v1/stores/:store/tuples/import', kind: 'up', rest: 'query' },
  'tuple.delete': { method: 'POST', path: '/v1/stores/:store/tuples/delete', kind: 'down', changes: true, rest: 'body' },
  'object.count': { method: 'GET', path: '/v1/stores/:store/objects/count', kind: 'question' },
  'object.list': { method: 'POST', path: '/v1/stores/:store/objects/list', kind: 'list', rest: 'body' },
  'object.history': { method: 'GET', path: '/v1/stores/:store/objects/history', kind: 'list', rest: 'query' },
  'object.access': { method: 'POST', path: '/v1/stores/:store/objects/access', kind: 'question', rest: 'body', consistency: true },
  'tuple.preview': { method: 'POST', path: '/v1/stores/:store/preview', kind: 'question', rest: 'body', consistency: true },
  'access.check': { method: 'POST', path: '/v1/stores/:store/check', kind: 'question', rest: 'body', consistency: true },
  'access.check_many': { method: 'POST', path: '/v1/stores/:store/check-many', kind: 'question', rest: 'body', consistency: true },
  'access.list_objects': { method: 'POST', path: '/v1/stores/:store/list-objects', kind: 'list', rest: 'body', consistency: true, lines: true },
  'access.list_subjects': { method: 'POST', path: '/v1/stores/:store/list-subjects', kind: 'list', rest: 'body', consistency: true, lines: true },
  'access.list_relations': { method: 'POST', path: '/v1/stores/:store/list-relations', kind: 'question', rest: 'body', consistency: true },
  'access.expand': { method: 'POST', path: '/v1/stores/:store/expand', kind: 'question', rest: 'body', consistency: true },
  'access.explain': { method: 'POST', path: '/v1/stores/:store/explain', kind: 'question', rest: 'body', consistency: true },
  'access.find_names': { method: 'POST', path: '/v1/stores/:store/find-names', kind: 'question', rest: 'body', consistency: true },
  'store.watch': { method: 'GET', path: '/v1/stores/:store/watch', kind: 'down', rest: 'query', events: true },
  'usage.tuples': { method: 'GET', path: '/v1/stores/:store/usage/tuples', kind: 'list', rest: 'query' },
  'usage.relations': { method: 'GET', path: '/v1/stores/:store/usage/relations', kind: 'question' },
  'usage.modules': { method: 'GET', path: '/v1/stores/:store/usage/modules', kind: 'question' },
  'health.live': { method: 'GET', path: '/livez', kind: 'question' },
  'health.ready': { method: 'GET', path: '/readyz', kind: 'question' },
  'health.started': { method: 'GET', path: '/startupz', kind: 'question' },
  'system.read': { method: 'GET', path: '/v1/system', kind: 'question' },
  'system.load': { method: 'GET', path: '/v1/system/load', kind: 'question' },
  'system.slow_questions': { method: 'GET', path: '/v1/system/slow-questions', kind: 'question' },
  'node.list': { method: 'GET', path: '/v1/nodes', kind: 'question' },
  'system.metrics': { method: 'GET', path: '/metrics', kind: 'text' },
  'api.describe': { method: 'GET', path: '/v1/openapi.json', kind: 'question' },
  'api.read': { method: 'GET', path: '/v1/reference', kind: 'text' },
} as const satisfies Readonly<Record<string, OperationRow>>

/** A method for every operation, called as it is. */
export interface Methods {
  readonly store: {
    /** A new store; its first revision is its beginning. */
    readonly create: Ask<StoreCreateInput, StoreCreateOutput>
    /** The stores of the installation, page by page. */
    readonly list: List<StoreListInput, StoreListOutput>
    /** What a store is called, and how far it has come. */
    readonly read: Ask<StoreReadInput, StoreReadOutput>
    /** Gives a store another name. */
    readonly rename: Ask<StoreRenameInput, StoreRenameOutput>
    /** Closes a store for ever: nobody finds it any more; its history is kept for the audit. */
    readonly delete: Ask<StoreDeleteInput, StoreDeleteOutput>
    /** Refuses every write to a store until it is unfrozen; questions go on. */
    readonly freeze: Ask<StoreFreezeInput, StoreFreezeOutput>
    /** Lets a store take writes again. */
    readonly unfreeze: Ask<StoreUnfreezeInput, StoreUnfreezeOutput>
    /** Each revision of a store, in order, as it comes: changes, checkpoints, expirations. */
    readonly watch: Watch<StoreWatchInput, StoreWatchOutput>
  }
  readonly key: {
    /** A new key, no wider than the one that makes it; its secret is in this answer only. */
    readonly create: Ask<KeyCreateInput, KeyCreateOutput>
    /** All keys there ever were, page by page; never their secrets. */
    readonly list: List<KeyListInput, KeyListOutput>
    /** What a key is for, and whether it is still one. */
    readonly read: Ask<KeyReadInput, KeyReadOutput>
    /** Ends a key, at once and on all nodes. */
    readonly revoke: Ask<KeyRevokeInput, KeyRevokeOutput>
    /** A new key for the same as an old one, which ends at once or after a while. */
    readonly rotate: Ask<KeyRotateInput, KeyRotateOutput>
    /** What the key that asks is for; every key may ask, whatever it is for. */
    readonly readSelf: Ask<KeyReadSelfInput, KeyReadSelfOutput>
  }
  readonly audit: {
    /** What was done in a store, newest first: who, when, why. */
    readonly list: List<AuditListInput, AuditListOutput>
    /** Computes the chain of some revisions of a store anew, and compares the audit log with it. */
    readonly verify: Ask<AuditVerifyInput, AuditVerifyOutput>
    /** What one revision of a store changed, before and after, and its place in the chain. */
    readonly read: Ask<AuditReadInput, AuditReadOutput>
    /** What was done with keys and stores, newest first: who, when, why. */
    readonly listSystem: List<AuditListSystemInput, AuditListSystemOutput>
    /** The same for what was done with keys and stores. */
    readonly verifySystem: Ask<AuditVerifySystemInput, AuditVerifySystemOutput>
    /** What one change of keys and stores was, before and after, and its place in the chain. */
    readonly readSystem: Ask<AuditReadSystemInput, AuditReadSystemOutput>
  }
  readonly model: {
    /** A new version of the model, in force from its revision on. */
    readonly write: Ask<ModelWriteInput, ModelWriteOutput>
    /** All versions of the model, the newest first. */
    readonly list: List<ModelListInput, ModelListOutput>
    /** One version of the model, as text and as JSON. */
    readonly get: Ask<ModelGetInput, ModelGetOutput>
  }
  readonly label: {
    /** The labels of models. */
    readonly list: Ask<LabelListInput, LabelListOutput>
    /** A label stands for this model from now on. */
    readonly set: Ask<LabelSetInput, LabelSetOutput>
    /** A label stands for nothing any more. */
    readonly remove: Ask<LabelRemoveInput, LabelRemoveOutput>
  }
  readonly module: {
    /** The modules in force. */
    readonly list: Ask<ModuleListInput, ModuleListOutput>
    /** Several modules at once: all of them come into force and go together, or none of them does. */
    readonly pushSet: Ask<ModulePushSetInput, ModulePushSetOutput>
    /** One module with its files, as it is in force or in another version. */
    readonly get: Ask<ModuleGetInput, ModuleGetOutput>
    /** A module's files: composed with the other modules, tested with all tests, and in force if nothing stands against it. */
    readonly push: Ask<ModulePushInput, ModulePushOutput>
    /** Takes a module out of the model, if nothing stands against it. */
    readonly remove: Ask<ModuleRemoveInput, ModuleRemoveOutput>
  }
  readonly catalog: {
    /** What people read about the types, roles and permissions of all modules. */
    readonly get: Ask<CatalogGetInput, CatalogGetOutput>
  }
  readonly tuple: {
    /** Adds and removes tuples in one revision, or nothing of it. */
    readonly write: Ask<TupleWriteInput, TupleWriteOutput>
    /** The tuples of a store, by a filter, now or at a moment of the past. */
    readonly read: List<TupleReadInput, TupleReadOutput>
    /** Who gave and took away one tuple, when and why. */
    readonly history: List<TupleHistoryInput, TupleHistoryOutput>
    /** All tuples at one revision, a line of JSON for each. */
    readonly export: Stream<TupleExportInput, TupleExportOutput>
    /** Tuples from lines of JSON, as an export tells them, a revision for each ten thousand. */
    readonly import: Upload<TupleImportInput & Uploaded, TupleImportOutput>
    /** Takes away all tuples that a filter finds, a revision for each ten thousand. */
    readonly delete: Stream<TupleDeleteInput, TupleDeleteOutput>
    /** Who would gain and who would lose what by a write that is not done. */
    readonly preview: Ask<TuplePreviewInput, TuplePreviewOutput>
  }
  readonly object: {
    /** How many things of each type there are. */
    readonly count: Ask<ObjectCountInput, ObjectCountOutput>
    /** The things of a type that tuples name, in the order of their names. */
    readonly list: List<ObjectListInput, ObjectListOutput>
    /** What was given on a thing and to it, and taken away: who did it, when and why, newest first. */
    readonly history: List<ObjectHistoryInput, ObjectHistoryOutput>
    /** Who has which relation on a thing, and the tuples that each of them has it by. */
    readonly access: Ask<ObjectAccessInput, ObjectAccessOutput>
  }
  readonly access: {
    /** Whether a subject has a relation on an object. */
    readonly check: Ask<AccessCheckInput, AccessCheckOutput>
    /** Many checks, all at one revision; what is wrong with one of them is its own result. */
    readonly checkMany: Ask<AccessCheckManyInput, AccessCheckManyOutput>
    /** The objects of a type on which a subject has a relation. */
    readonly listObjects: ListOrStream<AccessListObjectsInput, AccessListObjectsOutput>
    /** The subjects of a type that have a relation on an object; `type:*` among them stands for all of the type. */
    readonly listSubjects: ListOrStream<AccessListSubjectsInput, AccessListSubjectsOutput>
    /** The relations that a subject has on an object, in the model's order. */
    readonly listRelations: Ask<AccessListRelationsInput, AccessListRelationsOutput>
    /** One level of a relation on an object: its rewrite as a tree, with the subjects of its tuples. */
    readonly expand: Ask<AccessExpandInput, AccessExpandOutput>
    /** Why: one proof of a yes, or every branch of a no and what stopped it. */
    readonly explain: Ask<AccessExplainInput, AccessExplainOutput>
    /** Names of things that tuples mention, by a part of the name, the best first. */
    readonly findNames: Ask<AccessFindNamesInput, AccessFindNamesOutput>
  }
  readonly usage: {
    /** The tuples of a store with their last use; those that nobody needs, when asked so. */
    readonly tuples: List<UsageTuplesInput, UsageTuplesOutput>
    /** The relations of the model in force with their last use. */
    readonly relations: Ask<UsageRelationsInput, UsageRelationsOutput>
    /** The modules of the model in force with the last use of any of their relations. */
    readonly modules: Ask<UsageModulesInput, UsageModulesOutput>
  }
  readonly health: {
    /** The process answers: restart it if this does not. */
    readonly live: Ask<HealthLiveInput, HealthLiveOutput>
    /** It can be given requests: what it knows is fresh enough, and it is not ending. */
    readonly ready: Ask<HealthReadyInput, HealthReadyOutput>
    /** The schema is in place and the first graph is loaded. */
    readonly started: Ask<HealthStartedInput, HealthStartedOutput>
  }
  readonly system: {
    /** What this node is, what it holds, how new that is, and what the database promises. */
    readonly read: Ask<SystemReadInput, SystemReadOutput>
    /** How much was asked of this node in the last minute, and how long it took. */
    readonly load: Ask<SystemLoadInput, SystemLoadOutput>
    /** The questions to this node that took longest in the last 5 minutes. */
    readonly slowQuestions: Ask<SystemSlowQuestionsInput, SystemSlowQuestionsOutput>
    /** Counters in the text format of Prometheus. */
    readonly metrics: Ask<SystemMetricsInput, SystemMetricsOutput>
  }
  readonly node: {
    /** The nodes of the installation: what they are, how far they have come, when they were last seen. */
    readonly list: Ask<NodeListInput, NodeListOutput>
  }
  readonly api: {
    /** This API as an OpenAPI 3.1 document. */
    readonly describe: Ask<ApiDescribeInput, ApiDescribeOutput>
    /** This API as a page. */
    readonly read: Ask<ApiReadInput, ApiReadOutput>
  }
}

export interface Tuple {
  /** `type:id`. */
  readonly object: string
  /** As the model calls it. */
  readonly relation: string
  /** `type:id`, `type:*` for everybody of a type, or `type:id#relation`. */
  readonly subject: string
  /** Under which it holds, by the name that the model gives it. */
  readonly condition?: {
    /** As the model calls it. */
    readonly name: string
    /** Values for the parameters of conditions. */
    readonly context?: JsonObject
  }
  /** From then on it counts no more (milliseconds since 1970). */
  readonly expiresAt?: number
}

export interface TupleKey {
  /** `type:id`. */
  readonly object: string
  /** As the model calls it. */
  readonly relation: string
  /** `type:id`, `type:*` for everybody of a type, or `type:id#relation`. */
  readonly subject: string
}

/** How new the answer has to be; default: what the node knows, within the staleness bound. */
export interface Consistency {
  /** `at_least` and `exact` need a token. */
  readonly mode: 'minimize_latency' | 'at_least' | 'full' | 'exact'
  /** Names a revision, and proves that it was seen. */
  readonly token?: string
}

/** A revision or a time of the past; default: the present. */
export type Moment = {
  /** The number of the state of the store. */
  readonly revision: number
} | {
  /** The state of the store at this time. */
  readonly time: string
}

export type Precondition = {
  /** What has to hold: that a tuple is there, or is not; that the store is at a revision, or has a model in force. */
  readonly kind: 'exists' | 'absent'
  /** `type:id`. */
  readonly object: string
  /** As the model calls it. */
  readonly relation?: string
  /** `type:id`, `type:*` for everybody of a type, or `type:id#relation`. */
  readonly subject?: string
} | {
  readonly kind: 'revision'
  /** The number of the state of the store. */
  readonly revision: number
} | {
  readonly kind: 'model'
  /** The id of a version of the model. */
  readonly model: string
}

export interface ExplainStep {
  /** What is looked at: a relation, an operand of its rewrite, a tuple. */
  readonly rule: 'relation' | 'operand' | 'tuple' | 'all of' | 'but not'
  /** `type:id`. */
  readonly object: string
  /** As the model calls it. */
  readonly relation: string
  /** What came of it; `cycle`: it led back to a step before. */
  readonly result: 'yes' | 'no' | 'error' | 'cycle'
  readonly tuple?: Tuple
  /** Why; kept in the audit log. */
  readonly reason?: string
  /** The steps that it rests on. */
  readonly children: readonly number[]
}

export interface TuplePeriod {
  readonly tuple: Tuple
  /** By what way: `api`, `import`, `expiry`, …. */
  readonly source: string
  /** The revision that gave it. */
  readonly began: {
    /** The number of the state of the store. */
    readonly revision: number
    /** The instant (RFC 3339). */
    readonly at: string
    /** Who did it. */
    readonly actor: string
    /** Why; kept in the audit log. */
    readonly reason?: string
  }
  /** The revision that took it away; absent while it is there. */
  readonly ended?: {
    /** The number of the state of the store. */
    readonly revision: number
    /** The instant (RFC 3339). */
    readonly at: string
    /** Who did it. */
    readonly actor: string
    /** Why; kept in the audit log. */
    readonly reason?: string
  }
}

export interface Store {
  /** Its name for programs; it never changes. */
  readonly id: string
  /** For people. */
  readonly name: string
  /** When it was made (RFC 3339). */
  readonly createdAt: string
  /** Grows when history was lost, after a failover or a restore. */
  readonly epoch: number
  /** The number of the state of the store. */
  readonly revision: number
  /** When the revision was made. */
  readonly updatedAt: string
  /** Whether it refuses writes. */
  readonly isFrozen: boolean
}

export interface Key {
  /** Its name for programs; it never changes. */
  readonly id: string
  /** For people. */
  readonly name: string
  /** `live`, `expired` or `revoked`. */
  readonly state: 'live' | 'expired' | 'revoked'
  /** What it may do, in the words of the system: `reader`, `writer`, `asker`, …. */
  readonly roles: readonly string[]
  /** Stores, by their ids. */
  readonly stores?: readonly string[]
  /** Modules, each as `store/module`. */
  readonly modules?: readonly string[]
  /** The only actions that it may ask for. */
  readonly actions?: readonly string[]
  /** Who made it. */
  readonly createdBy: string
  /** When it was made (RFC 3339). */
  readonly createdAt: string
  /** From when on it counts no more. */
  readonly expiresAt?: string
  /** When it was ended (RFC 3339). */
  readonly revokedAt?: string
  /** The key that was made in its place. */
  readonly replacedBy?: string
  /** At most a minute late. */
  readonly lastUsedAt?: string
}

export interface AuditRecord {
  /** The number of the state of the store. */
  readonly revision: number
  /** The instant (RFC 3339). */
  readonly at: string
  /** Who did it. */
  readonly actor: string
  /** What was done: `noun.verb`. */
  readonly action: string
  /** By what way: `api`, `import`, `expiry`, …. */
  readonly source: string
  /** Why; kept in the audit log. */
  readonly reason?: string
  /** Tuples. */
  readonly added: number
  /** What is gone from this revision on. */
  readonly removed: number
}

export interface ModelVersion {
  /** Its name for programs; it never changes. */
  readonly id: string
  /** From this revision on it was in force. */
  readonly revision: number
  /** The instant (RFC 3339). */
  readonly at: string
  /** Who did it. */
  readonly actor: string
  /** Why; kept in the audit log. */
  readonly reason?: string
  /** That stand for it now. */
  readonly labels: readonly string[]
  /** Modules, each as `store/module`. */
  readonly modules?: readonly {
    /** The name of the module. */
    readonly module: string
    /** A version of a module: the hash of its files. */
    readonly version: string
  }[]
}

export interface ModelLabel {
  /** A name that stands for a version of the model. */
  readonly label: string
  /** The id of a version of the model. */
  readonly model: string
  /** The revision from which on it stands for it. */
  readonly since: number
}

export interface Module {
  /** The name of the module. */
  readonly module: string
  /** A version of a module: the hash of its files. */
  readonly version: string
  /** The first revision that had this version. */
  readonly revision: number
  /** The instant (RFC 3339). */
  readonly at: string
  /** Who did it. */
  readonly actor: string
  /** Of its files. */
  readonly paths: readonly string[]
}

export interface ModuleFile {
  /** Inside the folder of the module. */
  readonly path: string
  /** What is in the file. */
  readonly text: string
}

export interface Mistake {
  readonly file: string
  readonly line?: number
  readonly column?: number
  readonly code: string
  readonly message: string
}

/** Absent where there was no model before. */
export interface ModelImpact {
  /** What changes in meaning. */
  readonly diff: {
    readonly types: readonly {
      /** What becomes of it. */
      readonly change: 'added' | 'removed'
      /** A type of the model. */
      readonly type: string
      readonly relations: readonly string[]
    }[]
    readonly relations: readonly {
      /** `affected`: its own rule is as it was, what it refers to is not. */
      readonly change: 'added' | 'removed' | 'widened' | 'narrowed' | 'changed' | 'affected'
      /** A type of the model. */
      readonly type: string
      /** As the model calls it. */
      readonly relation: string
      /** Who may be related to it directly, and could not before. */
      readonly restrictionsAdded: readonly string[]
      /** Who could be related to it directly, and may not any more. */
      readonly restrictionsRemoved: readonly string[]
      /** What changed of the things it refers to. */
      readonly through: readonly string[]
    }[]
    readonly conditions: readonly {
      /** What becomes of it. */
      readonly change: 'added' | 'removed' | 'changed'
      /** Under which it holds, by the name that the model gives it. */
      readonly condition: string
      readonly parts: readonly ('expression' | 'parameters')[]
    }[]
  }
  /** Relations whose own rule changes, and how many tuples of them there are at most. */
  readonly touched: readonly {
    /** A type of the model. */
    readonly type: string
    /** As the model calls it. */
    readonly relation: string
    /** Not more than this. */
    readonly tuplesMax: number
  }[]
  /** Tuples that the new model does not allow, with examples. */
  readonly orphans: Orphans
  /** Of a dry run: who would gain and who would lose what, the first ones one by one. */
  readonly decisions?: {
    /** From no to yes. */
    readonly gained: number
    /** From yes to no. */
    readonly lost: number
    /** Where one of the two cannot be told, mostly for lack of context. */
    readonly unsure: number
    /** False: there are at least so many. */
    readonly isExact: boolean
    /** Lists of subjects that were looked at, before and after. */
    readonly compared: number
    readonly relations: readonly {
      /** A type of the model. */
      readonly type: string
      /** As the model calls it. */
      readonly relation: string
      /** From no to yes. */
      readonly gained: number
      /** From yes to no. */
      readonly lost: number
      /** Where one of the two cannot be told, mostly for lack of context. */
      readonly unsure: number
    }[]
    /** This page. */
    readonly items: readonly {
      /** `type:id`, `type:*` for everybody of a type, or `type:id#relation`. */
      readonly subject: string
      /** As the model calls it. */
      readonly relation: string
      /** `type:id`. */
      readonly object: string
      readonly before: 'yes' | 'no' | 'error'
      readonly after: 'yes' | 'no' | 'error'
    }[]
  }
}

/** Of all modules, not only of this one. */
export interface TestReport {
  /** Expectations that hold. */
  readonly passed: number
  /** Expectations that do not hold. */
  readonly failed: number
  /** How many passed and failed in each of them. */
  readonly files: readonly {
    readonly file: string
    /** Expectations that hold. */
    readonly passed: number
    /** Expectations that do not hold. */
    readonly failed: number
  }[]
  /** The first ones, each with its place. */
  readonly failures: readonly {
    readonly file: string
    readonly line?: number
    readonly column?: number
    readonly code: string
    readonly message: string
    readonly test?: string
    readonly expected?: unknown
    readonly received?: unknown
  }[]
}

/** What `store.create` takes. */
export interface StoreCreateInput {
  /** For people. */
  readonly name: string
  /** The same write with the same key within 24 hours is done once; also the header Idempotency-Key. */
  readonly idempotencyKey?: string | undefined
  /** Why; kept in the audit log. */
  readonly reason?: string | undefined
}

/** What `store.create` answers. */
export interface StoreCreateOutput {
  /** Its name for programs; it never changes. */
  readonly id: string
  /** For people. */
  readonly name: string
  /** The number of the state of the store. */
  readonly revision: number
  /** Names a revision, and proves that it was seen. */
  readonly token: string
  /** Whether this was done before, by the same idempotency key. */
  readonly isReplay: boolean
}

/** What `store.list` takes. */
export interface StoreListInput {
  /** How many there are on a page, at most. */
  readonly pageSize?: number | undefined
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string | undefined
  /** Only those of this very name. */
  readonly name?: string | undefined
}

/** What `store.list` answers. */
export interface StoreListOutput {
  /** This page. */
  readonly items: readonly Store[]
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string
}

/** What `store.read` takes. */
export interface StoreReadInput {
  /** The id of the store. */
  readonly store: string
}

/** What `store.read` answers. */
export type StoreReadOutput = Store

/** What `store.rename` takes. */
export interface StoreRenameInput {
  /** The id of the store. */
  readonly store: string
  /** For people. */
  readonly name: string
  /** Why; kept in the audit log. */
  readonly reason?: string | undefined
}

/** What `store.rename` answers. */
export interface StoreRenameOutput {
  /** Its name for programs; it never changes. */
  readonly id: string
  /** For people. */
  readonly name: string
  /** Whether it refuses writes. */
  readonly isFrozen: boolean
  /** The number of the state of the store. */
  readonly revision: number
  /** Names a revision, and proves that it was seen. */
  readonly token: string
  /** Whether this was done before, by the same idempotency key. */
  readonly isReplay: boolean
}

/** What `store.delete` takes. */
export interface StoreDeleteInput {
  /** The id of the store. */
  readonly store: string
  /** Why; kept in the audit log. */
  readonly reason?: string | undefined
}

/** What `store.delete` answers. */
export interface StoreDeleteOutput {
  /** Its name for programs; it never changes. */
  readonly id: string
}

/** What `store.freeze` takes. */
export interface StoreFreezeInput {
  /** The id of the store. */
  readonly store: string
  /** Why; kept in the audit log. */
  readonly reason?: string | undefined
}

/** What `store.freeze` answers. */
export interface StoreFreezeOutput {
  /** Its name for programs; it never changes. */
  readonly id: string
  /** For people. */
  readonly name: string
  /** Whether it refuses writes. */
  readonly isFrozen: boolean
  /** The number of the state of the store. */
  readonly revision: number
  /** Names a revision, and proves that it was seen. */
  readonly token: string
  /** Whether this was done before, by the same idempotency key. */
  readonly isReplay: boolean
}

/** What `store.unfreeze` takes. */
export interface StoreUnfreezeInput {
  /** The id of the store. */
  readonly store: string
  /** Why; kept in the audit log. */
  readonly reason?: string | undefined
}

/** What `store.unfreeze` answers. */
export interface StoreUnfreezeOutput {
  /** Its name for programs; it never changes. */
  readonly id: string
  /** For people. */
  readonly name: string
  /** Whether it refuses writes. */
  readonly isFrozen: boolean
  /** The number of the state of the store. */
  readonly revision: number
  /** Names a revision, and proves that it was seen. */
  readonly token: string
  /** Whether this was done before, by the same idempotency key. */
  readonly isReplay: boolean
}

/** What `key.create` takes. */
export interface KeyCreateInput {
  /** For people. */
  readonly name: string
  /** Default: `asker` and `reader`; for modules, none. */
  readonly roles?: readonly ('manager' | 'store_creator' | 'key_manager' | 'writer' | 'asker' | 'reader' | 'watcher' | 'importer' | 'exporter' | 'pusher')[] | undefined
  /** The only stores that it reaches; default: all. */
  readonly stores?: readonly string[] | undefined
  /** The only modules that it may push. */
  readonly modules?: readonly string[] | undefined
  /** The only actions that it may ask for; default: what its roles allow. */
  readonly actions?: readonly string[] | undefined
  /** From when on it counts no more. */
  readonly expiresAt?: string | undefined
  /** The same write with the same key within 24 hours is done once; also the header Idempotency-Key. */
  readonly idempotencyKey?: string | undefined
  /** Why; kept in the audit log. */
  readonly reason?: string | undefined
}

/** What `key.create` answers. */
export interface KeyCreateOutput {
  /** Its name for programs; it never changes. */
  readonly id: string
  /** For people. */
  readonly name: string
  /** `live`, `expired` or `revoked`. */
  readonly state: 'live' | 'expired' | 'revoked'
  /** What it may do, in the words of the system: `reader`, `writer`, `asker`, …. */
  readonly roles: readonly string[]
  /** Stores, by their ids. */
  readonly stores?: readonly string[]
  /** Modules, each as `store/module`. */
  readonly modules?: readonly string[]
  /** The only actions that it may ask for. */
  readonly actions?: readonly string[]
  /** Who made it. */
  readonly createdBy: string
  /** When it was made (RFC 3339). */
  readonly createdAt: string
  /** From when on it counts no more. */
  readonly expiresAt?: string
  /** When it was ended (RFC 3339). */
  readonly revokedAt?: string
  /** The key that was made in its place. */
  readonly replacedBy?: string
  /** At most a minute late. */
  readonly lastUsedAt?: string
  /** Shown this once. */
  readonly secret: string
}

/** What `key.list` takes. */
export interface KeyListInput {
  /** How many there are on a page, at most. */
  readonly pageSize?: number | undefined
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string | undefined
}

/** What `key.list` answers. */
export interface KeyListOutput {
  /** This page. */
  readonly items: readonly Key[]
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string
}

/** What `key.read` takes. */
export interface KeyReadInput {
  /** The id of the key, which is no secret. */
  readonly key: string
}

/** What `key.read` answers. */
export type KeyReadOutput = Key

/** What `key.revoke` takes. */
export interface KeyRevokeInput {
  /** The id of the key, which is no secret. */
  readonly key: string
  /** Why; kept in the audit log. */
  readonly reason?: string | undefined
}

/** What `key.revoke` answers. */
export type KeyRevokeOutput = Key

/** What `key.rotate` takes. */
export interface KeyRotateInput {
  /** The id of the key, which is no secret. */
  readonly key: string
  /** For so long the old key goes on beside the new one. */
  readonly overlapSeconds?: number | undefined
  /** Why; kept in the audit log. */
  readonly reason?: string | undefined
}

/** What `key.rotate` answers. */
export interface KeyRotateOutput {
  /** Its name for programs; it never changes. */
  readonly id: string
  /** For people. */
  readonly name: string
  /** `live`, `expired` or `revoked`. */
  readonly state: 'live' | 'expired' | 'revoked'
  /** What it may do, in the words of the system: `reader`, `writer`, `asker`, …. */
  readonly roles: readonly string[]
  /** Stores, by their ids. */
  readonly stores?: readonly string[]
  /** Modules, each as `store/module`. */
  readonly modules?: readonly string[]
  /** The only actions that it may ask for. */
  readonly actions?: readonly string[]
  /** Who made it. */
  readonly createdBy: string
  /** When it was made (RFC 3339). */
  readonly createdAt: string
  /** From when on it counts no more. */
  readonly expiresAt?: string
  /** When it was ended (RFC 3339). */
  readonly revokedAt?: string
  /** The key that was made in its place. */
  readonly replacedBy?: string
  /** At most a minute late. */
  readonly lastUsedAt?: string
  /** Shown this once. */
  readonly secret: string
}

/** What `key.read_self` takes. */
export type KeyReadSelfInput = Readonly<Record<string, never>>

/** What `key.read_self` answers. */
export interface KeyReadSelfOutput {
  /** Its name for programs; it never changes. */
  readonly id: string
  /** For people. */
  readonly name: string
  readonly isRoot: boolean
  /** In the stores that it is for, or everywhere. */
  readonly roles: readonly string[]
  /** Its roles are had in every store: `stores` names none. */
  readonly isEverywhere: boolean
  /** Those that it reaches one by one, made by it or named in it, and not closed. */
  readonly stores: readonly {
    /** Its name for programs; it never changes. */
    readonly id: string
    /** For people. */
    readonly name: string
    /** Empty: it only pushes modules there. */
    readonly roles: readonly string[]
  }[]
  /** It made more stores than the 1000 that are told. */
  readonly isCut: boolean
  /** The only ones that it pushes, as `store/module`. */
  readonly modules?: readonly string[]
  /** The only ones that it may ask for; absent: no such bound. */
  readonly actions?: readonly string[]
  /** When it was made (RFC 3339). */
  readonly createdAt: string
  /** From when on it counts no more. */
  readonly expiresAt?: string
  /** The key that was made to follow it. */
  readonly replacedBy?: string
  /** At most a minute late. */
  readonly lastUsedAt?: string
}

/** What `audit.list` takes. */
export interface AuditListInput {
  /** The id of the store. */
  readonly store: string
  /** Who did it: `api_key:…`. */
  readonly actor?: string | undefined
  /** What was done: `tuple.write`. */
  readonly action?: string | undefined
  /** Only from this time on. */
  readonly since?: string | undefined
  /** Only what was done before. */
  readonly until?: string | undefined
  /** Only where it stands in who, what, why, or a tuple (`doc:1#viewer@user:anne`); 2000 revisions a page. */
  readonly text?: string | undefined
  /** How many there are on a page, at most. */
  readonly pageSize?: number | undefined
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string | undefined
}

/** What `audit.list` answers. */
export interface AuditListOutput {
  /** This page. */
  readonly items: readonly AuditRecord[]
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string
}

/** What `audit.verify` takes. */
export interface AuditVerifyInput {
  /** The id of the store. */
  readonly store: string
  /** The first revision that is looked at. */
  readonly from: number
  /** The last one; default: the newest. */
  readonly to?: number | undefined
}

/** What `audit.verify` answers. */
export interface AuditVerifyOutput {
  readonly from: number
  /** The last revision that was looked at. */
  readonly to: number
  /** Whether everything that was asked for was looked at. */
  readonly isWhole: boolean
  /** Of the last revision: it covers all that came before. */
  readonly hash?: string
  readonly faults: readonly {
    readonly kind: 'gap' | 'chain' | 'head' | 'record' | 'unreadable'
    /** The number of the state of the store. */
    readonly revision: number
    readonly message: string
  }[]
}

/** What `audit.read` takes. */
export interface AuditReadInput {
  /** The id of the store. */
  readonly store: string
  /** The number of the state of the store. */
  readonly revision: number
}

/** What `audit.read` answers. */
export interface AuditReadOutput {
  /** The number of the state of the store. */
  readonly revision: number
  /** The instant (RFC 3339). */
  readonly at: string
  /** Who did it. */
  readonly actor: string
  /** What was done: `noun.verb`. */
  readonly action: string
  /** By what way: `api`, `import`, `expiry`, …. */
  readonly source: string
  /** Why; kept in the audit log. */
  readonly reason?: string
  /** Tuples. */
  readonly added: number
  /** What is gone from this revision on. */
  readonly removed: number
  /** Whether the log still has what was changed. */
  readonly isKept: boolean
  /** Whether all changes are shown, and not the first 1000. */
  readonly isWhole: boolean
  readonly changes: readonly {
    /** Absent: it was not there. */
    readonly before?: Tuple
    /** Absent: it is not there any more. */
    readonly after?: Tuple
  }[]
  /** The version that came into force. */
  readonly model?: {
    readonly before?: string
    readonly after: string
  }
  /** Labels that stand for another model from here on, or, with null, for none. */
  readonly labels: readonly {
    /** A name that stands for a version of the model. */
    readonly label: string
    /** The id of a version of the model. */
    readonly model: string | null
  }[]
  readonly proof?: {
    /** Grows when history was lost, after a failover or a restore. */
    readonly epoch: number
    /** The random id of the commit. */
    readonly commit: string
    /** The hash of the revision before; absent for the first. */
    readonly previous?: string
    /** SHA-256, in hexadecimal. */
    readonly hash: string
  }
}

/** What `audit.list_system` takes. */
export interface AuditListSystemInput {
  /** Who did it: `api_key:…`. */
  readonly actor?: string | undefined
  /** What was done: `tuple.write`. */
  readonly action?: string | undefined
  /** Only from this time on. */
  readonly since?: string | undefined
  /** Only what was done before. */
  readonly until?: string | undefined
  /** Only where it stands in who, what, why, or a tuple (`doc:1#viewer@user:anne`); 2000 revisions a page. */
  readonly text?: string | undefined
  /** How many there are on a page, at most. */
  readonly pageSize?: number | undefined
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string | undefined
}

/** What `audit.list_system` answers. */
export interface AuditListSystemOutput {
  /** This page. */
  readonly items: readonly AuditRecord[]
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string
}

/** What `audit.verify_system` takes. */
export interface AuditVerifySystemInput {
  /** The first revision that is looked at. */
  readonly from: number
  /** The last one; default: the newest. */
  readonly to?: number | undefined
}

/** What `audit.verify_system` answers. */
export interface AuditVerifySystemOutput {
  readonly from: number
  /** The last revision that was looked at. */
  readonly to: number
  /** Whether everything that was asked for was looked at. */
  readonly isWhole: boolean
  /** Of the last revision: it covers all that came before. */
  readonly hash?: string
  readonly faults: readonly {
    readonly kind: 'gap' | 'chain' | 'head' | 'record' | 'unreadable'
    /** The number of the state of the store. */
    readonly revision: number
    readonly message: string
  }[]
}

/** What `audit.read_system` takes. */
export interface AuditReadSystemInput {
  /** The number of the state of the store. */
  readonly revision: number
}

/** What `audit.read_system` answers. */
export interface AuditReadSystemOutput {
  /** The number of the state of the store. */
  readonly revision: number
  /** The instant (RFC 3339). */
  readonly at: string
  /** Who did it. */
  readonly actor: string
  /** What was done: `noun.verb`. */
  readonly action: string
  /** By what way: `api`, `import`, `expiry`, …. */
  readonly source: string
  /** Why; kept in the audit log. */
  readonly reason?: string
  /** Tuples. */
  readonly added: number
  /** What is gone from this revision on. */
  readonly removed: number
  /** Whether the log still has what was changed. */
  readonly isKept: boolean
  /** Whether all changes are shown, and not the first 1000. */
  readonly isWhole: boolean
  readonly changes: readonly {
    /** Absent: it was not there. */
    readonly before?: Tuple
    /** Absent: it is not there any more. */
    readonly after?: Tuple
  }[]
  /** The version that came into force. */
  readonly model?: {
    readonly before?: string
    readonly after: string
  }
  /** Labels that stand for another model from here on, or, with null, for none. */
  readonly labels: readonly {
    /** A name that stands for a version of the model. */
    readonly label: string
    /** The id of a version of the model. */
    readonly model: string | null
  }[]
  readonly proof?: {
    /** Grows when history was lost, after a failover or a restore. */
    readonly epoch: number
    /** The random id of the commit. */
    readonly commit: string
    /** The hash of the revision before; absent for the first. */
    readonly previous?: string
    /** SHA-256, in hexadecimal. */
    readonly hash: string
  }
}

/** What `model.write` takes. */
export interface ModelWriteInput {
  /** The id of the store. */
  readonly store: string
  /** In the modelling language. */
  readonly text?: string | undefined
  /** The same in OpenFGA's JSON. */
  readonly document?: {
    readonly [field: string]: unknown
  } | undefined
  /** Only says what would be. */
  readonly dryRun?: boolean | undefined
  /** Also when there are tuples that the new model does not allow: they stay, and count for nothing. */
  readonly allowOrphans?: boolean | undefined
  /** Also when the model in force is made of modules, which are then no longer in force. */
  readonly replacesModules?: boolean | undefined
  /** Stands for this model from now on. */
  readonly label?: string | undefined
  /** Why; kept in the audit log. */
  readonly reason?: string | undefined
}

/** What `model.write` answers. */
export interface ModelWriteOutput {
  /** The id of a version of the model. */
  readonly model?: string
  /** The number of the state of the store. */
  readonly revision?: number
  /** Names a revision, and proves that it was seen. */
  readonly token?: string
  /** Whether this was done before, by the same idempotency key. */
  readonly isReplay?: boolean
  readonly isDryRun?: true
  /** Whether it may come into force. */
  readonly isAccepted: boolean
  /** Of a dry run: the problem that it would be answered with. */
  readonly refusal?: {
    readonly code: string
    /** For programs. */
    readonly reason: 'invalid_model' | 'tests_failed' | 'orphans'
    readonly message: string
  }
  /** What stands against it, each with its place. */
  readonly errors: readonly Mistake[]
  /** What does not stand against it. */
  readonly warnings: readonly Mistake[]
  /** Of all modules, not only of this one. */
  readonly tests?: TestReport
  /** Absent where there was no model before. */
  readonly impact?: ModelImpact
}

/** What `model.list` takes. */
export interface ModelListInput {
  /** The id of the store. */
  readonly store: string
  /** How many there are on a page, at most. */
  readonly pageSize?: number | undefined
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string | undefined
}

/** What `model.list` answers. */
export interface ModelListOutput {
  /** This page. */
  readonly items: readonly ModelVersion[]
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string
}

/** What `model.get` takes. */
export interface ModelGetInput {
  /** The id of the store. */
  readonly store: string
  /** An id, `label:<label>`, or `in-force`. */
  readonly model: string
}

/** What `model.get` answers. */
export interface ModelGetOutput {
  /** Its name for programs; it never changes. */
  readonly id: string
  /** From this revision on it was in force. */
  readonly revision: number
  /** The instant (RFC 3339). */
  readonly at: string
  /** Who did it. */
  readonly actor: string
  /** Why; kept in the audit log. */
  readonly reason?: string
  /** That stand for it now. */
  readonly labels: readonly string[]
  /** Modules, each as `store/module`. */
  readonly modules?: readonly {
    /** The name of the module. */
    readonly module: string
    /** A version of a module: the hash of its files. */
    readonly version: string
  }[]
  /** In the modelling language. */
  readonly text: string
  /** In the JSON of OpenFGA. */
  readonly document: {
    readonly [field: string]: unknown
  }
}

/** What `label.list` takes. */
export interface LabelListInput {
  /** The id of the store. */
  readonly store: string
}

/** What `label.list` answers. */
export interface LabelListOutput {
  /** This page. */
  readonly items: readonly ModelLabel[]
}

/** What `label.set` takes. */
export interface LabelSetInput {
  /** The id of the store. */
  readonly store: string
  /** A name that stands for a version of the model. */
  readonly label: string
  /** The id of a version of the model. */
  readonly model: string
  /** Why; kept in the audit log. */
  readonly reason?: string | undefined
}

/** What `label.set` answers. */
export interface LabelSetOutput {
  /** A name that stands for a version of the model. */
  readonly label: string
  /** The id of a version of the model. */
  readonly model: string
  /** The number of the state of the store. */
  readonly revision: number
  /** Names a revision, and proves that it was seen. */
  readonly token: string
  /** Whether this was done before, by the same idempotency key. */
  readonly isReplay: boolean
}

/** What `label.remove` takes. */
export interface LabelRemoveInput {
  /** The id of the store. */
  readonly store: string
  /** A name that stands for a version of the model. */
  readonly label: string
  /** Why; kept in the audit log. */
  readonly reason?: string | undefined
}

/** What `label.remove` answers. */
export interface LabelRemoveOutput {
  /** A name that stands for a version of the model. */
  readonly label: string
  /** The number of the state of the store. */
  readonly revision: number
  /** Names a revision, and proves that it was seen. */
  readonly token: string
  /** Whether this was done before, by the same idempotency key. */
  readonly isReplay: boolean
}

/** What `module.list` takes. */
export interface ModuleListInput {
  /** The id of the store. */
  readonly store: string
}

/** What `module.list` answers. */
export interface ModuleListOutput {
  /** The id of a version of the model. */
  readonly model?: string
  /** This page. */
  readonly items: readonly Module[]
}

/** What `module.push_set` takes. */
export interface ModulePushSetInput {
  /** The id of the store. */
  readonly store: string
  /** Pushed together. */
  readonly modules?: readonly {
    /** The name of the module. */
    readonly module: string
    /** Models, catalog and tests, as they lie in the folder of the module. */
    readonly files: readonly ModuleFile[]
    /** The version that was changed, null for none: refused if another one is in force. */
    readonly basedOn?: string | null | undefined
  }[] | undefined
  /** Taken out together with what is pushed. */
  readonly removed?: readonly {
    /** The name of the module. */
    readonly module: string
    /** The version that is to go: refused if another one is in force. */
    readonly basedOn?: string | undefined
  }[] | undefined
  /** Also when the model in force was written whole, which is then no longer in force. */
  readonly replacesModel?: boolean | undefined
  /** The same write with the same key within 24 hours is done once; also the header Idempotency-Key. */
  readonly idempotencyKey?: string | undefined
  /** Only says what would be. */
  readonly dryRun?: boolean | undefined
  /** Also when there are tuples that the new model does not allow: they stay, and count for nothing. */
  readonly allowOrphans?: boolean | undefined
  /** Stands for the new model from now on. */
  readonly label?: string | undefined
  /** Why; kept in the audit log. */
  readonly reason?: string | undefined
}

/** What `module.push_set` answers. */
export interface ModulePushSetOutput {
  /** Modules, each as `store/module`. */
  readonly modules: readonly {
    /** The name of the module. */
    readonly module: string
    /** Null: it is gone. */
    readonly version: string | null
  }[]
  readonly isUnchanged?: true
  /** The id of a version of the model. */
  readonly model?: string
  /** The number of the state of the store. */
  readonly revision?: number
  /** Names a revision, and proves that it was seen. */
  readonly token?: string
  /** Whether this was done before, by the same idempotency key. */
  readonly isReplay?: boolean
  readonly isDryRun?: true
  /** Whether it may come into force. */
  readonly isAccepted?: boolean
  /** Of a dry run: the problem that it would be answered with. */
  readonly refusal?: {
    readonly code: string
    /** For programs. */
    readonly reason: 'invalid_model' | 'tests_failed' | 'orphans'
    readonly message: string
  }
  /** What stands against it, each with its place. */
  readonly errors?: readonly Mistake[]
  /** What does not stand against it. */
  readonly warnings?: readonly Mistake[]
  /** Of all modules, not only of this one. */
  readonly tests?: TestReport
  /** Absent where there was no model before. */
  readonly impact?: ModelImpact
}

/** What `module.get` takes. */
export interface ModuleGetInput {
  /** The id of the store. */
  readonly store: string
  /** The name of the module. */
  readonly module: string
  /** A version of a module: the hash of its files. */
  readonly version?: string | undefined
}

/** What `module.get` answers. */
export interface ModuleGetOutput {
  /** The name of the module. */
  readonly module: string
  /** A version of a module: the hash of its files. */
  readonly version: string
  /** The first revision that had this version. */
  readonly revision: number
  /** The instant (RFC 3339). */
  readonly at: string
  /** Who did it. */
  readonly actor: string
  /** Of its files. */
  readonly paths: readonly string[]
  /** Models, catalog and tests, as they lie in the folder of the module. */
  readonly files: readonly ModuleFile[]
}

/** What `module.push` takes. */
export interface ModulePushInput {
  /** The id of the store. */
  readonly store: string
  /** The name of the module. */
  readonly module: string
  /** Models, catalog and tests, as they lie in the folder of the module. */
  readonly files: readonly ModuleFile[]
  /** The version that was changed, null for none: refused if another one is in force. */
  readonly basedOn?: string | null | undefined
  /** Also when the model in force was written whole, which is then no longer in force. */
  readonly replacesModel?: boolean | undefined
  /** The same write with the same key within 24 hours is done once; also the header Idempotency-Key. */
  readonly idempotencyKey?: string | undefined
  /** Only says what would be. */
  readonly dryRun?: boolean | undefined
  /** Also when there are tuples that the new model does not allow: they stay, and count for nothing. */
  readonly allowOrphans?: boolean | undefined
  /** Stands for the new model from now on. */
  readonly label?: string | undefined
  /** Why; kept in the audit log. */
  readonly reason?: string | undefined
}

/** What `module.push` answers. */
export interface ModulePushOutput {
  /** The name of the module. */
  readonly module: string
  /** Null: it is gone. */
  readonly version: string | null
  readonly isUnchanged?: true
  /** The id of a version of the model. */
  readonly model?: string
  /** The number of the state of the store. */
  readonly revision?: number
  /** Names a revision, and proves that it was seen. */
  readonly token?: string
  /** Whether this was done before, by the same idempotency key. */
  readonly isReplay?: boolean
  readonly isDryRun?: true
  /** Whether it may come into force. */
  readonly isAccepted?: boolean
  /** Of a dry run: the problem that it would be answered with. */
  readonly refusal?: {
    readonly code: string
    /** For programs. */
    readonly reason: 'invalid_model' | 'tests_failed' | 'orphans'
    readonly message: string
  }
  /** What stands against it, each with its place. */
  readonly errors?: readonly Mistake[]
  /** What does not stand against it. */
  readonly warnings?: readonly Mistake[]
  /** Of all modules, not only of this one. */
  readonly tests?: TestReport
  /** Absent where there was no model before. */
  readonly impact?: ModelImpact
}

/** What `module.remove` takes. */
export interface ModuleRemoveInput {
  /** The id of the store. */
  readonly store: string
  /** The name of the module. */
  readonly module: string
  /** The version that is to go: refused if another one is in force. */
  readonly basedOn?: string | undefined
  /** Only says what would be. */
  readonly dryRun?: boolean | undefined
  /** Also when there are tuples that the new model does not allow. */
  readonly allowOrphans?: boolean | undefined
  /** A name that stands for a version of the model. */
  readonly label?: string | undefined
  /** Why; kept in the audit log. */
  readonly reason?: string | undefined
}

/** What `module.remove` answers. */
export interface ModuleRemoveOutput {
  /** The name of the module. */
  readonly module: string
  /** Null: it is gone. */
  readonly version: string | null
  readonly isUnchanged?: true
  /** The id of a version of the model. */
  readonly model?: string
  /** The number of the state of the store. */
  readonly revision?: number
  /** Names a revision, and proves that it was seen. */
  readonly token?: string
  /** Whether this was done before, by the same idempotency key. */
  readonly isReplay?: boolean
  readonly isDryRun?: true
  /** Whether it may come into force. */
  readonly isAccepted?: boolean
  /** Of a dry run: the problem that it would be answered with. */
  readonly refusal?: {
    readonly code: string
    /** For programs. */
    readonly reason: 'invalid_model' | 'tests_failed' | 'orphans'
    readonly message: string
  }
  /** What stands against it, each with its place. */
  readonly errors?: readonly Mistake[]
  /** What does not stand against it. */
  readonly warnings?: readonly Mistake[]
  /** Of all modules, not only of this one. */
  readonly tests?: TestReport
  /** Absent where there was no model before. */
  readonly impact?: ModelImpact
}

/** What `catalog.get` takes. */
export interface CatalogGetInput {
  /** The id of the store. */
  readonly store: string
  /** The id of a version of the model. */
  readonly model?: string | undefined
}

/** What `catalog.get` answers. */
export interface CatalogGetOutput {
  /** The id of a version of the model. */
  readonly model: string
  readonly types: readonly {
    /** A type of the model. */
    readonly type: string
    readonly [field: string]: unknown
  }[]
}

/** What `tuple.write` takes. */
export interface TupleWriteInput {
  /** The id of the store. */
  readonly store: string
  /** What is there from this revision on. */
  readonly added?: readonly Tuple[] | undefined
  /** What is gone from this revision on. */
  readonly removed?: readonly TupleKey[] | undefined
  /** What becomes of an added tuple that is there: `refuse` the write, or `replace` its condition and its end. */
  readonly onExisting?: 'refuse' | 'replace' | undefined
  /** What becomes of a removed tuple that is not there. */
  readonly onMissing?: 'refuse' | 'ignore' | undefined
  /** All of them hold when the write is done, or nothing is done. */
  readonly preconditions?: readonly Precondition[] | undefined
  /** The same write with the same key within 24 hours is done once; also the header Idempotency-Key. */
  readonly idempotencyKey?: string | undefined
  /** Why; kept in the audit log. */
  readonly reason?: string | undefined
}

/** What `tuple.write` answers. */
export interface TupleWriteOutput {
  /** The number of the state of the store. */
  readonly revision: number
  /** Names a revision, and proves that it was seen. */
  readonly token: string
  /** Whether this was done before, by the same idempotency key. */
  readonly isReplay: boolean
}

/** What `tuple.read` takes. */
export interface TupleReadInput {
  /** The id of the store. */
  readonly store: string
  /** The type of the object. */
  readonly objectType?: string | undefined
  /** `type:id`. */
  readonly object?: string | undefined
  /** As the model calls it. */
  readonly relation?: string | undefined
  /** `type:id`, `type:*` or `type:id#relation`. */
  readonly subject?: string | undefined
  /** The type of the subject. */
  readonly subjectType?: string | undefined
  /** Only those under this condition. */
  readonly condition?: string | undefined
  /** Only those that end before this time (RFC 3339). */
  readonly expiresBefore?: string | undefined
  /** As of this revision. */
  readonly revision?: number | undefined
  /** As of this time (RFC 3339). */
  readonly time?: string | undefined
  /** How many there are on a page, at most. */
  readonly pageSize?: number | undefined
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string | undefined
}

/** What `tuple.read` answers. */
export interface TupleReadOutput {
  /** This page. */
  readonly items: readonly Tuple[]
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string
  /** The number of the state of the store. */
  readonly revision: number
  /** The instant at which ends were judged (RFC 3339). */
  readonly at: string
}

/** What `tuple.history` takes. */
export interface TupleHistoryInput {
  /** The id of the store. */
  readonly store: string
  /** `type:id`. */
  readonly object: string
  /** As the model calls it. */
  readonly relation: string
  /** `type:id`, `type:*` for everybody of a type, or `type:id#relation`. */
  readonly subject: string
  /** How many there are on a page, at most. */
  readonly pageSize?: number | undefined
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string | undefined
}

/** What `tuple.history` answers. */
export interface TupleHistoryOutput {
  /** This page. */
  readonly items: readonly TuplePeriod[]
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string
}

/** What `tuple.export` takes. */
export interface TupleExportInput {
  /** The id of the store. */
  readonly store: string
  /** The number of the state of the store. */
  readonly revision?: number | undefined
}

/** A line of `tuple.export`. */
export type TupleExportOutput = {
  readonly export: {
    /** The id of the store. */
    readonly store: string
    /** The number of the state of the store. */
    readonly revision: number
    /** Names a revision, and proves that it was seen. */
    readonly token?: string
    /** The id of a version of the model. */
    readonly model?: string
  }
} | Tuple | {
  /** The last line; an answer without it is not whole. */
  readonly end: {
    readonly tuples: number
  }
}

/** What `tuple.import` takes. */
export interface TupleImportInput {
  /** The id of the store. */
  readonly store: string
  /** Names the import: the same again goes on where it ended. */
  readonly import: string
  /** What becomes of the import at a bad row. */
  readonly onBad?: 'stop' | 'skip' | undefined
  /** Reads and judges all rows and writes none. */
  readonly dryRun?: boolean | undefined
  /** Why; kept in the audit log. */
  readonly reason?: string | undefined
}

/** A line of `tuple.import`. */
export type TupleImportOutput = {
  /** What is done so far. */
  readonly progress: {
    /** Lines that are done with. */
    readonly rows: number
    /** The number of the state of the store. */
    readonly revision: number
    /** Rows that are left out. */
    readonly bad: number
  }
} | {
  /** Rows that are left out. */
  readonly bad: {
    /** The number of the line, from 1. */
    readonly line: number
    readonly message: string
  }
} | {
  /** The last line; an answer without it is not whole. */
  readonly end: {
    /** Lines that are done with. */
    readonly rows: number
    /** Rows that are left out. */
    readonly bad: number
    readonly isDryRun?: true
  }
} | {
  readonly error: {
    readonly code: string
    readonly detail: string
    readonly [field: string]: unknown
  }
}

/** What `tuple.delete` takes. */
export interface TupleDeleteInput {
  /** The id of the store. */
  readonly store: string
  /** The type of the object. */
  readonly objectType?: string | undefined
  /** `type:id`. */
  readonly object?: string | undefined
  /** As the model calls it. */
  readonly relation?: string | undefined
  /** `type:id`, `type:*` or `type:id#relation`. */
  readonly subject?: string | undefined
  /** Only says how many there are. */
  readonly dryRun?: boolean | undefined
  /** Why; kept in the audit log. */
  readonly reason?: string | undefined
}

/** A line of `tuple.delete`. */
export type TupleDeleteOutput = {
  /** What is durable by now. */
  readonly progress: {
    /** How many are taken away by now. */
    readonly removed: number
    /** How many there were. */
    readonly found: number
    /** The number of the state of the store. */
    readonly revision: number
  }
} | {
  /** The last line; an answer without it is not whole. */
  readonly end: {
    /** How many there were. */
    readonly found: number
    /** How many were taken away. */
    readonly removed: number
    /** The number of the state of the store. */
    readonly revision?: number
    /** Names a revision, and proves that it was seen. */
    readonly token?: string
    /** Whether this was done before, by the same idempotency key. */
    readonly isReplay?: boolean
  }
} | {
  readonly error: {
    readonly code: string
    readonly detail: string
    readonly [field: string]: unknown
  }
}

/** What `object.count` takes. */
export interface ObjectCountInput {
  /** The id of the store. */
  readonly store: string
}

/** What `object.count` answers. */
export interface ObjectCountOutput {
  /** This page. */
  readonly items: readonly {
    /** A type of the model. */
    readonly type: string
    /** Named by a tuple, as object or as subject. */
    readonly objects: number
    /** False: there are at least so many. */
    readonly isExact: boolean
  }[]
  /** The number of the state of the store. */
  readonly revision: number
  /** The id of a version of the model. */
  readonly model: string
  /** The instant at which expiry was judged (RFC 3339). */
  readonly at: string
  /** Proof of the revision; absent for one of the past. */
  readonly token?: string
}

/** What `object.list` takes. */
export interface ObjectListInput {
  /** The id of the store. */
  readonly store: string
  /** A type of the model. */
  readonly type: string
  /** Stands in the name, whatever the case. */
  readonly text?: string | undefined
  /** The relations whose subjects a thing lies in. */
  readonly containers?: readonly string[] | undefined
  /** Only those that lie in nothing. */
  readonly isOutermost?: boolean | undefined
  /** How many there are on a page, at most. */
  readonly pageSize?: number | undefined
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string | undefined
}

/** What `object.list` answers. */
export interface ObjectListOutput {
  /** This page. */
  readonly items: readonly {
    /** `type:id`. */
    readonly object: string
    /** What it lies in, by `containers`. */
    readonly within: readonly string[]
    /** Not more tuples than this name it, as object or as subject. */
    readonly tuplesMax: number
  }[]
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string
  /** The number of the state of the store. */
  readonly revision: number
  /** The id of a version of the model. */
  readonly model: string
  /** The instant at which expiry was judged (RFC 3339). */
  readonly at: string
  /** Proof of the revision; absent for one of the past. */
  readonly token?: string
}

/** What `object.history` takes. */
export interface ObjectHistoryInput {
  /** The id of the store. */
  readonly store: string
  /** `type:id`. */
  readonly object: string
  /** How many there are on a page, at most. */
  readonly pageSize?: number | undefined
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string | undefined
}

/** What `object.history` answers. */
export interface ObjectHistoryOutput {
  /** This page. */
  readonly items: readonly {
    /** The number of the state of the store. */
    readonly revision: number
    /** The instant (RFC 3339). */
    readonly at: string
    /** Who did it. */
    readonly actor: string
    /** What was done: `noun.verb`. */
    readonly action: string
    /** By what way: `api`, `import`, `expiry`, …. */
    readonly source: string
    /** Why; kept in the audit log. */
    readonly reason?: string
    /** What is there from this revision on. */
    readonly added: readonly Tuple[]
    /** What is gone from this revision on. */
    readonly removed: readonly Tuple[]
    /** There are more tuples in it than are told. */
    readonly isCut: boolean
  }[]
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string
}

/** What `object.access` takes. */
export interface ObjectAccessInput {
  /** The id of the store. */
  readonly store: string
  /** How new the answer has to be; default: what the node knows, within the staleness bound. */
  readonly consistency?: Consistency | undefined
  /** Values for the parameters of conditions. */
  readonly context?: {
    readonly [field: string]: unknown
  } | undefined
  /** `type:id`. */
  readonly object: string
  readonly relations: readonly string[]
  readonly subjectTypes: readonly string[]
  /** Told for each relation. */
  readonly subjectsMax?: number | undefined
}

/** What `object.access` answers. */
export interface ObjectAccessOutput {
  /** This page. */
  readonly items: readonly {
    /** As the model calls it. */
    readonly relation: string
    /** Who have it; everybody of a type counts as one. */
    readonly count: number
    /** Who may have it, besides. */
    readonly unsure: number
    readonly subjects: readonly {
      /** `type:id`, `type:*` for everybody of a type, or `type:id#relation`. */
      readonly subject: string
      readonly through: readonly Tuple[]
      readonly isUnsure?: true
    }[]
    /** Why there may be others. */
    readonly error?: {
      readonly code: string
      readonly message: string
      /** Parameters of conditions that the question has to bring in `context`. */
      readonly missing?: readonly string[]
      /** The bound that was hit. */
      readonly limit?: string
    }
  }[]
  /** The number of the state of the store. */
  readonly revision: number
  /** The id of a version of the model. */
  readonly model: string
  /** The instant at which expiry was judged (RFC 3339). */
  readonly at: string
  /** Proof of the revision; absent for one of the past. */
  readonly token?: string
}

/** What `tuple.preview` takes. */
export interface TuplePreviewInput {
  /** The id of the store. */
  readonly store: string
  /** An id, or `label:<name>`; default: the one in force. */
  readonly model?: string | undefined
  /** A model that is being written, instead of one that there is. */
  readonly draft?: {
    /** A whole model in the modelling language. */
    readonly text?: string | undefined
    /** The same in OpenFGA's JSON. */
    readonly document?: {
      readonly [field: string]: unknown
    } | undefined
    /** In the place of those in force that are called so; the other ones stay. */
    readonly modules?: readonly {
      /** The name of the module. */
      readonly module: string
      /** Models, catalog and tests, as they lie in the folder of the module. */
      readonly files: readonly ModuleFile[]
    }[] | undefined
    /** Modules in force that are left out. */
    readonly removed?: readonly string[] | undefined
  } | undefined
  /** How new the answer has to be; default: what the node knows, within the staleness bound. */
  readonly consistency?: Consistency | undefined
  /** Values for the parameters of conditions. */
  readonly context?: {
    readonly [field: string]: unknown
  } | undefined
  /** What is there from this revision on. */
  readonly added?: readonly Tuple[] | undefined
  /** What is gone from this revision on. */
  readonly removed?: readonly TupleKey[] | undefined
  /** Only decisions of these, each `type#relation`; default: of all. */
  readonly relations?: readonly string[] | undefined
  /** As many are told one by one. */
  readonly itemsMax?: number | undefined
}

/** What `tuple.preview` answers. */
export interface TuplePreviewOutput {
  /** From no to yes. */
  readonly gained: number
  /** From yes to no. */
  readonly lost: number
  /** Where one of the two cannot be told, mostly for lack of context. */
  readonly unsure: number
  /** False: there are at least so many, and `limit` says why. */
  readonly isExact: boolean
  /** The bound that was hit. */
  readonly limit?: string
  /** Decisions that were looked at, before and after. */
  readonly compared: number
  readonly relations: readonly {
    /** A type of the model. */
    readonly type: string
    /** As the model calls it. */
    readonly relation: string
    /** From no to yes. */
    readonly gained: number
    /** From yes to no. */
    readonly lost: number
    /** Where one of the two cannot be told, mostly for lack of context. */
    readonly unsure: number
  }[]
  /** This page. */
  readonly items: readonly {
    /** `type:*` stands for all who are not told apart from everybody. */
    readonly subject: string
    /** As the model calls it. */
    readonly relation: string
    /** `type:id`. */
    readonly object: string
    readonly before: 'yes' | 'no' | 'error'
    readonly after: 'yes' | 'no' | 'error'
  }[]
  readonly tuples: {
    /** What is there from this revision on. */
    readonly added: number
    /** Added ones that are there with another condition or end. */
    readonly replaced: number
    /** What is gone from this revision on. */
    readonly removed: number
    /** Added ones that are there as they are. */
    readonly present: number
    /** Removed ones that are not there. */
    readonly absent: number
  }
  /** Parameters of conditions that `context` did not have. */
  readonly missing: readonly string[]
  readonly isDraft?: true
  /** The number of the state of the store. */
  readonly revision: number
  /** The id of a version of the model. */
  readonly model: string
  /** The instant at which expiry was judged (RFC 3339). */
  readonly at: string
  /** Proof of the revision; absent for one of the past. */
  readonly token?: string
}

/** What `access.check` takes. */
export interface AccessCheckInput {
  /** The id of the store. */
  readonly store: string
  /** An id, or `label:<name>`; default: the one in force. */
  readonly model?: string | undefined
  /** A revision or a time of the past; default: the present. */
  readonly at?: Moment | undefined
  /** How new the answer has to be; default: what the node knows, within the staleness bound. */
  readonly consistency?: Consistency | undefined
  /** Tuples that count for this question only. */
  readonly contextualTuples?: readonly Tuple[] | undefined
  /** Values for the parameters of conditions. */
  readonly context?: {
    readonly [field: string]: unknown
  } | undefined
  /** Why it is asked; only `enforce` counts as use of what it is allowed by. */
  readonly purpose?: 'enforce' | 'ui' | 'list' | 'simulate' | 'probe' | 'audit' | undefined
  /** `type:id`, `type:*` for everybody of a type, or `type:id#relation`. */
  readonly subject: string
  /** As the model calls it. */
  readonly relation: string
  /** `type:id`. */
  readonly object: string
}

/** What `access.check` answers. */
export interface AccessCheckOutput {
  /** Yes or no; what could not be decided is an error instead. */
  readonly allowed: boolean
  /** The number of the state of the store. */
  readonly revision: number
  /** The id of a version of the model. */
  readonly model: string
  /** The instant at which expiry was judged (RFC 3339). */
  readonly at: string
  /** Proof of the revision; absent for one of the past. */
  readonly token?: string
}

/** What `access.check_many` takes. */
export interface AccessCheckManyInput {
  /** The id of the store. */
  readonly store: string
  /** An id, or `label:<name>`; default: the one in force. */
  readonly model?: string | undefined
  /** A revision or a time of the past; default: the present. */
  readonly at?: Moment | undefined
  /** How new the answer has to be; default: what the node knows, within the staleness bound. */
  readonly consistency?: Consistency | undefined
  /** Tuples that count for this question only. */
  readonly contextualTuples?: readonly Tuple[] | undefined
  /** Values for the parameters of conditions. */
  readonly context?: {
    readonly [field: string]: unknown
  } | undefined
  /** Why it is asked; only `enforce` counts as use of what it is allowed by. */
  readonly purpose?: 'enforce' | 'ui' | 'list' | 'simulate' | 'probe' | 'audit' | undefined
  /** Answered in this order. */
  readonly checks: readonly {
    /** `type:id`, `type:*` for everybody of a type, or `type:id#relation`. */
    readonly subject: string
    /** As the model calls it. */
    readonly relation: string
    /** `type:id`. */
    readonly object: string
  }[]
}

/** What `access.check_many` answers. */
export interface AccessCheckManyOutput {
  /** In the order of the checks. */
  readonly results: readonly ({
    /** Yes or no; what could not be decided is an error instead. */
    readonly allowed: boolean
  } | {
    readonly error: {
      readonly code: string
      readonly message: string
      /** Parameters of conditions that the question has to bring in `context`. */
      readonly missing?: readonly string[]
      /** The bound that was hit. */
      readonly limit?: string
    }
  })[]
  /** The number of the state of the store. */
  readonly revision: number
  /** The id of a version of the model. */
  readonly model: string
  /** The instant at which expiry was judged (RFC 3339). */
  readonly at: string
  /** Proof of the revision; absent for one of the past. */
  readonly token?: string
}

/** What `access.list_objects` takes. */
export interface AccessListObjectsInput {
  /** The id of the store. */
  readonly store: string
  /** An id, or `label:<name>`; default: the one in force. */
  readonly model?: string | undefined
  /** A revision or a time of the past; default: the present. */
  readonly at?: Moment | undefined
  /** How new the answer has to be; default: what the node knows, within the staleness bound. */
  readonly consistency?: Consistency | undefined
  /** Tuples that count for this question only. */
  readonly contextualTuples?: readonly Tuple[] | undefined
  /** Values for the parameters of conditions. */
  readonly context?: {
    readonly [field: string]: unknown
  } | undefined
  /** Why it is asked; only `enforce` counts as use of what it is allowed by. */
  readonly purpose?: 'enforce' | 'ui' | 'list' | 'simulate' | 'probe' | 'audit' | undefined
  /** `type:id`, `type:*` for everybody of a type, or `type:id#relation`. */
  readonly subject: string
  /** As the model calls it. */
  readonly relation: string
  /** A type of the model. */
  readonly type: string
  /** How many there are on a page, at most. */
  readonly pageSize?: number | undefined
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string | undefined
}

/** What `access.list_objects` answers. */
export interface AccessListObjectsOutput {
  /** In the order of their names. */
  readonly items: readonly string[]
  /** Absent on the last page. */
  readonly cursor?: string
  /** The number of the state of the store. */
  readonly revision: number
  /** The id of a version of the model. */
  readonly model: string
  /** The instant at which expiry was judged (RFC 3339). */
  readonly at: string
  /** Proof of the revision; absent for one of the past. */
  readonly token?: string
}

/** What `access.list_subjects` takes. */
export interface AccessListSubjectsInput {
  /** The id of the store. */
  readonly store: string
  /** An id, or `label:<name>`; default: the one in force. */
  readonly model?: string | undefined
  /** A revision or a time of the past; default: the present. */
  readonly at?: Moment | undefined
  /** How new the answer has to be; default: what the node knows, within the staleness bound. */
  readonly consistency?: Consistency | undefined
  /** Tuples that count for this question only. */
  readonly contextualTuples?: readonly Tuple[] | undefined
  /** Values for the parameters of conditions. */
  readonly context?: {
    readonly [field: string]: unknown
  } | undefined
  /** Why it is asked; only `enforce` counts as use of what it is allowed by. */
  readonly purpose?: 'enforce' | 'ui' | 'list' | 'simulate' | 'probe' | 'audit' | undefined
  /** `type:id`. */
  readonly object: string
  /** As the model calls it. */
  readonly relation: string
  /** A type of the model. */
  readonly type: string
  /** Lists usersets: `member` gives `group:eng#member`. */
  readonly subjectRelation?: string | undefined
  /** How many there are on a page, at most. */
  readonly pageSize?: number | undefined
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string | undefined
}

/** What `access.list_subjects` answers. */
export interface AccessListSubjectsOutput {
  /** In the order of their names. */
  readonly items: readonly string[]
  /** Absent on the last page. */
  readonly cursor?: string
  /** The number of the state of the store. */
  readonly revision: number
  /** The id of a version of the model. */
  readonly model: string
  /** The instant at which expiry was judged (RFC 3339). */
  readonly at: string
  /** Proof of the revision; absent for one of the past. */
  readonly token?: string
}

/** What `access.list_relations` takes. */
export interface AccessListRelationsInput {
  /** The id of the store. */
  readonly store: string
  /** An id, or `label:<name>`; default: the one in force. */
  readonly model?: string | undefined
  /** A revision or a time of the past; default: the present. */
  readonly at?: Moment | undefined
  /** How new the answer has to be; default: what the node knows, within the staleness bound. */
  readonly consistency?: Consistency | undefined
  /** Tuples that count for this question only. */
  readonly contextualTuples?: readonly Tuple[] | undefined
  /** Values for the parameters of conditions. */
  readonly context?: {
    readonly [field: string]: unknown
  } | undefined
  /** Why it is asked; only `enforce` counts as use of what it is allowed by. */
  readonly purpose?: 'enforce' | 'ui' | 'list' | 'simulate' | 'probe' | 'audit' | undefined
  /** `type:id`, `type:*` for everybody of a type, or `type:id#relation`. */
  readonly subject: string
  /** `type:id`. */
  readonly object: string
  /** Default: all of the object's type. */
  readonly relations?: readonly string[] | undefined
}

/** What `access.list_relations` answers. */
export interface AccessListRelationsOutput {
  readonly relations: readonly string[]
  /** The number of the state of the store. */
  readonly revision: number
  /** The id of a version of the model. */
  readonly model: string
  /** The instant at which expiry was judged (RFC 3339). */
  readonly at: string
  /** Proof of the revision; absent for one of the past. */
  readonly token?: string
}

/** What `access.expand` takes. */
export interface AccessExpandInput {
  /** The id of the store. */
  readonly store: string
  /** An id, or `label:<name>`; default: the one in force. */
  readonly model?: string | undefined
  /** A revision or a time of the past; default: the present. */
  readonly at?: Moment | undefined
  /** How new the answer has to be; default: what the node knows, within the staleness bound. */
  readonly consistency?: Consistency | undefined
  /** Tuples that count for this question only. */
  readonly contextualTuples?: readonly Tuple[] | undefined
  /** Values for the parameters of conditions. */
  readonly context?: {
    readonly [field: string]: unknown
  } | undefined
  /** Why it is asked; only `enforce` counts as use of what it is allowed by. */
  readonly purpose?: 'enforce' | 'ui' | 'list' | 'simulate' | 'probe' | 'audit' | undefined
  /** As the model calls it. */
  readonly relation: string
  /** `type:id`. */
  readonly object: string
}

/** What `access.expand` answers. */
export interface AccessExpandOutput {
  /** Nodes: `union`, `intersection`, `difference`, `subjects`, `computed` or `tupleset`. */
  readonly tree: ExpandNode
  /** The number of the state of the store. */
  readonly revision: number
  /** The id of a version of the model. */
  readonly model: string
  /** The instant at which expiry was judged (RFC 3339). */
  readonly at: string
  /** Proof of the revision; absent for one of the past. */
  readonly token?: string
}

/** What `access.explain` takes. */
export interface AccessExplainInput {
  /** The id of the store. */
  readonly store: string
  /** An id, or `label:<name>`; default: the one in force. */
  readonly model?: string | undefined
  /** A revision or a time of the past; default: the present. */
  readonly at?: Moment | undefined
  /** How new the answer has to be; default: what the node knows, within the staleness bound. */
  readonly consistency?: Consistency | undefined
  /** Tuples that count for this question only. */
  readonly contextualTuples?: readonly Tuple[] | undefined
  /** Values for the parameters of conditions. */
  readonly context?: {
    readonly [field: string]: unknown
  } | undefined
  /** Why it is asked; only `enforce` counts as use of what it is allowed by. */
  readonly purpose?: 'enforce' | 'ui' | 'list' | 'simulate' | 'probe' | 'audit' | undefined
  /** `type:id`, `type:*` for everybody of a type, or `type:id#relation`. */
  readonly subject: string
  /** As the model calls it. */
  readonly relation: string
  /** `type:id`. */
  readonly object: string
}

/** What `access.explain` answers. */
export interface AccessExplainOutput {
  /** Absent when the answer is an error. */
  readonly allowed?: boolean
  readonly error?: {
    readonly code: string
    readonly message: string
    /** Parameters of conditions that the question has to bring in `context`. */
    readonly missing?: readonly string[]
    /** The bound that was hit. */
    readonly limit?: string
  }
  /** Step 0 is the question; children are numbers of steps. */
  readonly steps: readonly ExplainStep[]
  /** False when there was more to say than an explanation holds. */
  readonly complete: boolean
  /** The number of the state of the store. */
  readonly revision: number
  /** The id of a version of the model. */
  readonly model: string
  /** The instant at which expiry was judged (RFC 3339). */
  readonly at: string
  /** Proof of the revision; absent for one of the past. */
  readonly token?: string
}

/** What `access.find_names` takes. */
export interface AccessFindNamesInput {
  /** The id of the store. */
  readonly store: string
  /** How new the answer has to be; default: what the node knows, within the staleness bound. */
  readonly consistency?: Consistency | undefined
  /** A part of the name; `user:an` is about users. */
  readonly text?: string | undefined
  /** Default: all of the model. */
  readonly types?: readonly string[] | undefined
  /** As many are told. */
  readonly max?: number | undefined
}

/** What `access.find_names` answers. */
export interface AccessFindNamesOutput {
  /** `type:id`, the best first. */
  readonly items: readonly string[]
  /** False when there are more names than were looked through. */
  readonly complete: boolean
  /** The number of the state of the store. */
  readonly revision: number
  /** The id of a version of the model. */
  readonly model: string
  /** The instant at which expiry was judged (RFC 3339). */
  readonly at: string
  /** Proof of the revision; absent for one of the past. */
  readonly token?: string
}

/** What `store.watch` takes. */
export interface StoreWatchInput {
  /** The id of the store. */
  readonly store: string
  /** Where to go on; default: now. */
  readonly token?: string | undefined
  /** The type of the object. */
  readonly objectType?: string | undefined
  /** `type:id`. */
  readonly object?: string | undefined
  /** As the model calls it. */
  readonly relation?: string | undefined
  /** `type:id`, `type:*` or `type:id#relation`. */
  readonly subject?: string | undefined
}

/** A line of `store.watch`. */
export type StoreWatchOutput = {
  readonly type: 'change'
  /** The number of the state of the store. */
  readonly revision: number
  /** Names a revision, and proves that it was seen. */
  readonly token: string
  /** The instant (RFC 3339). */
  readonly at: string
  /** Who did it. */
  readonly actor: string
  /** What was done: `noun.verb`. */
  readonly action: string
  /** By what way: `api`, `import`, `expiry`, …. */
  readonly source: string
  /** Why; kept in the audit log. */
  readonly reason?: string
  /** A version of the model that is in force from here on. */
  readonly model?: string
  /** What is there from this revision on. */
  readonly added: readonly Tuple[]
  /** What is gone from this revision on. */
  readonly removed: readonly Tuple[]
} | {
  readonly type: 'expiration'
  /** The number of the state of the store. */
  readonly revision: number
  /** Names a revision, and proves that it was seen. */
  readonly token: string
  /** The instant (RFC 3339). */
  readonly at: string
  /** What is gone from this revision on. */
  readonly removed: readonly Tuple[]
} | {
  readonly type: 'checkpoint'
  /** The number of the state of the store. */
  readonly revision: number
  /** Names a revision, and proves that it was seen. */
  readonly token: string
} | {
  readonly type: 'RESYNC_REQUIRED'
  /** Why it cannot. */
  readonly reason: string
} | {
  readonly type: 'error'
  readonly error: {
    readonly code: string
    readonly [field: string]: unknown
  }
}

/** What `usage.tuples` takes. */
export interface UsageTuplesInput {
  /** The id of the store. */
  readonly store: string
  /** The type of the object. */
  readonly objectType?: string | undefined
  /** `type:id`. */
  readonly object?: string | undefined
  /** As the model calls it. */
  readonly relation?: string | undefined
  /** `type:id`, `type:*` or `type:id#relation`. */
  readonly subject?: string | undefined
  /** Only tuples that were not used from this day on. */
  readonly unusedSince?: string | undefined
  /** How many there are on a page, at most. */
  readonly pageSize?: number | undefined
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string | undefined
}

/** What `usage.tuples` answers. */
export interface UsageTuplesOutput {
  /** This page. */
  readonly items: readonly {
    /** `type:id`. */
    readonly object: string
    /** As the model calls it. */
    readonly relation: string
    /** `type:id`, `type:*` for everybody of a type, or `type:id#relation`. */
    readonly subject: string
    /** The day of the last yes that rested on it (UTC); null: none is known. */
    readonly lastUsed: string | null
    /** How often a yes rested on it. */
    readonly uses: number
  }[]
  /** Goes on where the page before it ended; absent from the last page. */
  readonly cursor?: string
}

/** What `usage.relations` takes. */
export interface UsageRelationsInput {
  /** The id of the store. */
  readonly store: string
}

/** What `usage.relations` answers. */
export interface UsageRelationsOutput {
  /** This page. */
  readonly items: readonly {
    /** A type of the model. */
    readonly type: string
    /** As the model calls it. */
    readonly relation: string
    /** The name of the module. */
    readonly module: string | null
    /** The day of the last yes that rested on it (UTC); null: none is known. */
    readonly lastUsed: string | null
    /** How often a yes rested on it. */
    readonly uses: number
  }[]
  /** The id of a version of the model. */
  readonly model: string
  /** The number of the state of the store. */
  readonly revision: number
}

/** What `usage.modules` takes. */
export interface UsageModulesInput {
  /** The id of the store. */
  readonly store: string
}

/** What `usage.modules` answers. */
export interface UsageModulesOutput {
  /** This page. */
  readonly items: readonly {
    /** The name of the module. */
    readonly module: string | null
    /** The day of the last yes that rested on it (UTC); null: none is known. */
    readonly lastUsed: string | null
    /** How often a yes rested on it. */
    readonly uses: number
  }[]
  /** The id of a version of the model. */
  readonly model: string
  /** The number of the state of the store. */
  readonly revision: number
}

/** What `health.live` takes. */
export type HealthLiveInput = Readonly<Record<string, never>>

/** What `health.live` answers. */
export interface HealthLiveOutput {
  readonly status: 'ok'
}

/** What `health.ready` takes. */
export type HealthReadyInput = Readonly<Record<string, never>>

/** What `health.ready` answers. */
export interface HealthReadyOutput {
  readonly status: 'ok'
}

/** What `health.started` takes. */
export type HealthStartedInput = Readonly<Record<string, never>>

/** What `health.started` answers. */
export interface HealthStartedOutput {
  readonly status: 'ok'
}

/** What `system.read` takes. */
export type SystemReadInput = Readonly<Record<string, never>>

/** What `system.read` answers. */
export interface SystemReadOutput {
  /** A version of a module: the hash of its files. */
  readonly version: string
  /** The name of this node. */
  readonly node: string
  /** When the node was started (RFC 3339). */
  readonly startedAt: string
  /** That answer. */
  readonly threads: number
  /** True, or why it is not. */
  readonly ready: true | string
  /** How old what is known may be; absent until it is loaded. */
  readonly stalenessMs?: number
  /** From then on questions are refused. */
  readonly stalenessMsMax: number
  readonly database: {
    /** Whether the database answers. */
    readonly reachable: boolean
    /** Whether it is the one that the server brings along. */
    readonly embedded: boolean
    /** A version of a module: the hash of its files. */
    readonly version?: string
    /** Stores, by their ids. */
    readonly stores?: number
  }
  /** What a write that was acknowledged survives. */
  readonly durability?: 'D1' | 'D2' | 'D3'
  /** Grows when history was lost, after a failover or a restore. */
  readonly epoch?: number
  /** Why the epoch began. */
  readonly epochReason?: string
  /** For how many days the log is kept; null: for ever. */
  readonly logDays?: number | null
  /** This node's clock against the database's. */
  readonly clockSkewMs?: number
  /** Whose graphs are in memory here. */
  readonly stores: readonly {
    readonly storeId: string
    /** Grows when history was lost, after a failover or a restore. */
    readonly epoch: number
    /** The number of the state of the store. */
    readonly revision: number
    /** The hash of all revisions up to this one. */
    readonly chain: string
    /** How long ago it was last confirmed. */
    readonly stalenessMs: number
  }[]
}

/** What `system.load` takes. */
export type SystemLoadInput = Readonly<Record<string, never>>

/** What `system.load` answers. */
export interface SystemLoadOutput {
  /** How long was counted, up to now. */
  readonly seconds: number
  /** That told of themselves. */
  readonly threads: number
  /** Requests of all kinds. */
  readonly perSecond: number
  /** Requests that are being worked on. */
  readonly inFlight: number
  /** How late the event loop of the busiest thread was. */
  readonly lagMs: number
  /** Requests that were given up since the start because there was too much to do, by their load. */
  readonly refused: {
    readonly [field: string]: number
  }
  /** Yeses since the start that were not credited to their tuples. */
  readonly usesMissed: number
  /** What was asked for most comes first. */
  readonly operations: readonly {
    /** What was done: `noun.verb`. */
    readonly action: string
    /** How many there are. */
    readonly count: number
    readonly perSecond: number
    /** Answered with a status of 500 or more; not what was refused. */
    readonly failed: number
    /** Half of them took no longer. */
    readonly p50Ms: number
    readonly p90Ms: number
    readonly p99Ms: number
  }[]
}

/** What `system.slow_questions` takes. */
export type SystemSlowQuestionsInput = Readonly<Record<string, never>>

/** What `system.slow_questions` answers. */
export interface SystemSlowQuestionsOutput {
  readonly minutes: number
  /** This page. */
  readonly items: readonly {
    /** The instant (RFC 3339). */
    readonly at: string
    /** What was done: `noun.verb`. */
    readonly action: string
    /** The id of the store. */
    readonly store: string
    /** Of the object; absent for checks of different ones. */
    readonly type?: string
    /** As the model calls it. */
    readonly relation?: string
    /** Without the time that its reader took. */
    readonly tookMs: number
    /** Steps that the engine took, at least. */
    readonly stepsMin: number
    /** How many checks it held. */
    readonly checks?: number
    /** It came to an error, such as a bound. */
    readonly hasFailed: boolean
    /** Only for who may read the store. */
    readonly subject?: string
    /** Only for who may read the store. */
    readonly object?: string
  }[]
}

/** What `node.list` takes. */
export type NodeListInput = Readonly<Record<string, never>>

/** What `node.list` answers. */
export interface NodeListOutput {
  /** This page. */
  readonly items: readonly {
    /** Its name for programs; it never changes. */
    readonly id: string
    /** The name of the machine. */
    readonly host: string
    /** A version of a module: the hash of its files. */
    readonly version: string
    /** When the node was started (RFC 3339). */
    readonly startedAt: string
    /** When it last said that it is there, by the database's clock. */
    readonly seenAt: string
    /** Whether it said so lately; after an hour it is left out. */
    readonly state: 'up' | 'silent'
    /** Whether it is the one that answers this. */
    readonly isThis: boolean
    /** True, or why it is not. */
    readonly ready: true | string
    /** That answer. */
    readonly threads: number
    /** Threads that said so lately. */
    readonly threadsUp: number
    /** Whose graphs are in its memory. */
    readonly stores: number
    /** Revisions that the most backward of its graphs lacks. */
    readonly behind: number
    /** How long ago it was last confirmed. */
    readonly stalenessMs: number
  }[]
}

/** What `system.metrics` takes. */
export type SystemMetricsInput = Readonly<Record<string, never>>

/** What `system.metrics` answers. */
export type SystemMetricsOutput = string

/** What `api.describe` takes. */
export type ApiDescribeInput = Readonly<Record<string, never>>

/** What `api.describe` answers. */
export interface ApiDescribeOutput {
  readonly openapi: string
  readonly info: {
    readonly [field: string]: unknown
  }
  /** Of its files. */
  readonly paths: {
    readonly [field: string]: unknown
  }
  readonly [field: string]: unknown
}

/** What `api.read` takes. */
export type ApiReadInput = Readonly<Record<string, never>>

/** What `api.read` answers. */
export type ApiReadOutput = string
