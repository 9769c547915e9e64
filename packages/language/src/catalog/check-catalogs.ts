// Whether the catalogs fit the model: every role and permission they name exists, belongs to the module that describes
// it and is described once; every relation that can be given to somebody has a sentence; nothing is to be approved by
// nobody. A catalog that fits can be shown to people without a look at the model.

import {
  type AuthorizationModel,
  own,
  type RelationReference,
  type TypeDefinition,
  type Userset,
} from '@lockness/authz'
import { renameFix } from '../syntax/did-you-mean.ts'
import { type Placed, problem } from '../yaml/read-yaml.ts'
import type { Catalog, CatalogEntry, CatalogProblem, CatalogProblemCode, CatalogType } from './parse-catalog.ts'

export interface CatalogFile {
  readonly file: string
  readonly catalog: Catalog
}

export type CatalogDiagnostic = CatalogProblem & { readonly file: string }

export function checkCatalogs(model: AuthorizationModel, files: readonly CatalogFile[]): CatalogDiagnostic[] {
  const checking = new Checking(model, files)
  for (const file of files) checking.checkFile(file)
  checking.checkComplete()
  return checking.diagnostics
}

interface Described {
  readonly file: string
  readonly entry: CatalogEntry
}

class Checking {
  readonly diagnostics: CatalogDiagnostic[] = []
  readonly #types: ReadonlyMap<string, TypeDefinition>
  readonly #files: readonly CatalogFile[]
  readonly #modules: ReadonlySet<string>
  readonly #principals: ReadonlySet<string>
  readonly #described = new Map<string, Described>()
  readonly #titled = new Map<string, string>()

  constructor(model: AuthorizationModel, files: readonly CatalogFile[]) {
    this.#types = new Map(model.type_definitions.map((type) => [type.type, type]))
    this.#files = files
    this.#modules = modulesOf(model)
    const types = files.flatMap(({ catalog }) => catalog.types)
    this.#principals = new Set(types.filter(({ isPrincipal }) => isPrincipal).map(({ name }) => name.text))
  }

  checkFile({ file, catalog }: CatalogFile): void {
    const { module, types } = catalog
    if (this.#modules.size > 0 && !this.#modules.has(module.text)) {
      this.#add(file, 'unknown-module', module, `the model has no module \`${module.text}\``, this.#modules)
      return
    }
    for (const type of types) {
      const definition = this.#types.get(type.name.text)
      if (!definition) {
        this.#add(file, 'unknown-type', type.name, `the model has no type \`${type.name.text}\``, this.#types.keys())
        continue
      }
      this.#checkType(file, module.text, type, definition)
      for (const entry of type.entries) this.#checkEntry(file, module.text, type, definition, entry)
    }
  }

  #checkType(file: string, module: string, type: CatalogType, definition: TypeDefinition): void {
    const { name, title, icon, containedIn } = type
    const owner = definition.metadata?.module
    const isOwner = owner === undefined || owner === module
    if (isOwner && !(title && icon)) {
      this.#add(
        file,
        'missing-title',
        name,
        `type \`${name.text}\` needs \`singular\`, \`plural\` and \`icon\` here, where its module is`,
      )
    }
    if (!isOwner && (title || icon)) {
      this.#add(file, 'foreign-relation', name, `type \`${name.text}\` is named by its own module, \`${owner}\``)
    }
    const first = this.#titled.get(name.text)
    if (title && first !== undefined)
      this.#add(file, 'duplicate-entry', name, `type \`${name.text}\` is already named in \`${first}\``)
    else if (title) this.#titled.set(name.text, file)
    for (const parent of containedIn) this.#checkParent(file, definition, parent)
  }

  /** What contains a thing is found by following tuples to other things: a relation of plain objects. */
  #checkParent(file: string, definition: TypeDefinition, parent: Placed): void {
    const references = directReferences(definition, parent.text)
    const relations = Object.keys(definition.relations ?? {})
    if (references.length === 0) {
      const message = `\`${definition.type}\` has no relation \`${parent.text}\` that leads to what contains it`
      this.#add(file, 'dangling-parent', parent, message, relations)
    } else if (references.some(({ relation, wildcard }) => relation || wildcard)) {
      this.#add(
        file,
        'dangling-parent',
        parent,
        `\`${parent.text}\` can lead to everybody or to a userset, which contain nothing`,
      )
    }
  }

  #checkEntry(file: string, module: string, type: CatalogType, definition: TypeDefinition, entry: CatalogEntry): void {
    const { kind, relation } = entry
    const place = `${definition.type}#${relation.text}`
    if (own(definition.relations, relation.text) === undefined) {
      const message = `type \`${definition.type}\` has no relation \`${relation.text}\``
      this.#add(file, 'unknown-relation', relation, message, Object.keys(definition.relations ?? {}))
      return
    }
    const owner = ownerOf(definition, relation.text)
    if (owner !== undefined && owner !== module) {
      this.#add(file, 'foreign-relation', relation, `\`${place}\` is described by its own module, \`${owner}\``)
    }
    const known = this.#described.get(place)
    if (known) this.#add(file, 'duplicate-entry', relation, `\`${place}\` is already described in \`${known.file}\``)
    else this.#described.set(place, { file, entry })
    if (kind === 'role' && !this.#isGrantable(definition, relation.text)) {
      this.#add(file, 'not-a-role', relation, `\`${place}\` cannot be given to anybody: it is a permission or a fact`)
    }
    this.#checkRequest(file, type, definition, entry)
    for (const conflict of entry.conflicts) this.#checkConflict(file, definition, relation.text, conflict)
    if (entry.stepUp) this.#checkStepUp(file, definition, relation.text, entry.stepUp)
  }

  #checkRequest(file: string, { name }: CatalogType, definition: TypeDefinition, entry: CatalogEntry): void {
    const { kind, relation, risk, requestable, approvers, longestMs } = entry
    if (requestable && approvers.length === 0) {
      this.#add(
        file,
        'missing-approver',
        relation,
        `\`${relation.text}\` can be requested, but \`approvers\` names nobody who decides`,
      )
    }
    if (requestable && kind === 'role' && (risk === 'high' || risk === 'critical') && longestMs === undefined) {
      this.#add(
        file,
        'missing-end',
        relation,
        `\`${relation.text}\` can be requested and its risk is \`${risk}\`: it needs a \`longest\``,
      )
    }
    for (const approver of approvers) {
      const reason = this.#whyNobodyApproves(definition, approver.text)
      if (reason !== undefined)
        this.#add(file, 'dangling-approver', approver, `nobody approves \`${name.text}#${relation.text}\`: ${reason}`)
    }
  }

  /** `admin`, or `admin from org` as the model writes it. */
  #whyNobodyApproves(definition: TypeDefinition, approver: string): string | undefined {
    const [, relation = '', tupleset] = /^(\S+)(?: from (\S+))?$/.exec(approver) ?? []
    if (relation === '') return `\`${approver}\` is neither a relation nor \`relation from relation\``
    const has = (type: TypeDefinition) => own(type.relations, relation) !== undefined
    if (tupleset === undefined)
      return has(definition) ? undefined : `\`${definition.type}\` has no relation \`${relation}\``
    const parents = directReferences(definition, tupleset).flatMap(({ type }) => this.#types.get(type) ?? [])
    if (parents.length === 0) return `\`${definition.type}\` has no relation \`${tupleset}\` to follow`
    return parents.some(has) ? undefined : `nothing behind \`${tupleset}\` has a relation \`${relation}\``
  }

  #checkConflict(file: string, definition: TypeDefinition, relation: string, conflict: Placed): void {
    const [typeName, name] = conflict.text.includes('#')
      ? (conflict.text.split('#') as [string, string])
      : [definition.type, conflict.text]
    const type = this.#types.get(typeName)
    if (!type || own(type.relations, name) === undefined) {
      const message = `there is no \`${typeName}#${name}\` to conflict with`
      this.#add(file, 'dangling-conflict', conflict, message, type && Object.keys(type.relations ?? {}))
    } else if (typeName === definition.type && name === relation) {
      this.#add(file, 'dangling-conflict', conflict, `\`${relation}\` cannot conflict with itself`)
    }
  }

  /** The step-up has to be what the relation really asks for. */
  #checkStepUp(file: string, definition: TypeDefinition, relation: string, stepUp: Placed): void {
    if (this.#reaches(definition, relation, stepUp.text)) return
    const message = `\`${definition.type}#${relation}\` never asks for \`${stepUp.text}\``
    this.#add(file, 'dangling-step-up', stepUp, message)
  }

  #reaches(definition: TypeDefinition, relation: string, wanted: string): boolean {
    const seen = new Set<string>()
    const open: [TypeDefinition, string][] = [[definition, relation]]
    for (let next = open.pop(); next; next = open.pop()) {
      const [type, name] = next
      if (seen.has(`${type.type}#${name}`)) continue
      seen.add(`${type.type}#${name}`)
      if (name === wanted) return true
      for (const [target, tupleset] of leadsTo(own(type.relations, name))) {
        const types =
          tupleset === undefined
            ? [type]
            : directReferences(type, tupleset).flatMap((each) => this.#types.get(each.type) ?? [])
        for (const each of types) if (own(each.relations, target)) open.push([each, target])
      }
    }
    return false
  }

  /** What can be given to a person, a service or an agent has a sentence that says what is given. */
  checkComplete(): void {
    const describing = new Map(this.#files.map((file) => [file.catalog.module.text, file]))
    const only = this.#modules.size === 0 ? this.#files[0] : undefined
    for (const definition of this.#types.values()) {
      for (const relation of Object.keys(definition.relations ?? {})) {
        if (!this.#isGrantable(definition, relation) || this.#described.has(`${definition.type}#${relation}`)) continue
        const owner = only ?? describing.get(ownerOf(definition, relation) ?? '')
        if (!owner) continue
        const { file, catalog } = owner
        const place = catalog.types.find(({ name }) => name.text === definition.type)?.name ?? catalog.module
        this.#add(
          file,
          'missing-entry',
          place,
          `\`${definition.type}#${relation}\` can be given to somebody, but has no sentence`,
        )
      }
    }
  }

  #isGrantable(definition: TypeDefinition, relation: string): boolean {
    return directReferences(definition, relation).some(
      (each) => each.relation !== undefined || this.#principals.has(each.type),
    )
  }

  #add(
    file: string,
    code: CatalogProblemCode,
    { text, range }: Placed,
    message: string,
    known?: Iterable<string>,
  ): void {
    const fix = known && renameFix(text, range, known)
    this.diagnostics.push({ ...problem(code, range, message), ...(fix && { fix }), file })
  }
}

function modulesOf(model: AuthorizationModel): Set<string> {
  const modules = model.type_definitions.flatMap(({ metadata }) => [
    metadata?.module,
    ...Object.values(metadata?.relations ?? {}).map(({ module }) => module),
  ])
  return new Set(modules.filter((module) => module !== undefined))
}

function ownerOf({ metadata }: TypeDefinition, relation: string): string | undefined {
  return own(metadata?.relations, relation)?.module ?? metadata?.module
}

function directReferences(type: TypeDefinition, relation: string): readonly RelationReference[] {
  return own(type.metadata?.relations, relation)?.directly_related_user_types ?? []
}

/** The relations a rewrite refers to, each with the relation it goes through, if any. */
function leadsTo(rewrite: Userset | undefined): [target: string, tupleset?: string][] {
  if (!rewrite) return []
  const { computedUserset, tupleToUserset, union, intersection, difference } = rewrite
  if (computedUserset) return [[computedUserset.relation]]
  if (tupleToUserset) return [[tupleToUserset.computedUserset.relation, tupleToUserset.tupleset.relation]]
  if (difference) return [...leadsTo(difference.base), ...leadsTo(difference.subtract)]
  return (union ?? intersection)?.child.flatMap(leadsTo) ?? []
}
