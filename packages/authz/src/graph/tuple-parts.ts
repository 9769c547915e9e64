// A tuple's text taken apart in place, without cutting it into new strings: where the ids are, and which kind of edge it
// is. Tuples come in runs of one kind, so the last kind is tried first.

import { ID_CHARACTERS_MAX } from '../limits.ts'
import type { Registry } from './registry.ts'

export class TupleParts {
  kind = -1
  /** The object's id is `tuple.object.slice(objectFrom)`, the subject's `tuple.subject.slice(subjectFrom, subjectTo)`. */
  objectFrom = 0
  subjectFrom = 0
  subjectTo = 0
  everybody = false
  private readonly registry: Registry

  constructor(registry: Registry) {
    this.registry = registry
  }

  /** False when the text is not a tuple's, or, unless it may `register` new kinds, when its kind is not known. */
  read(object: string, relation: string, subject: string, register: boolean): boolean {
    const objectColon = object.indexOf(':')
    const subjectColon = subject.indexOf(':')
    if (objectColon < 1 || objectColon === object.length - 1 || subjectColon < 1 || relation === '') return false
    const hash = subject.indexOf('#', subjectColon) < 0 ? -1 : subject.lastIndexOf('#')
    const isUserset = hash > subjectColon
    this.objectFrom = objectColon + 1
    this.subjectFrom = subjectColon + 1
    this.subjectTo = isUserset ? hash : subject.length
    if (this.subjectTo === this.subjectFrom || hash === subject.length - 1) return false
    if (object.length - this.objectFrom > ID_CHARACTERS_MAX) return false
    if (this.subjectTo - this.subjectFrom > ID_CHARACTERS_MAX) return false
    this.everybody = this.subjectTo - this.subjectFrom === 1 && subject.charCodeAt(this.subjectFrom) === 0x2a
    if (this.everybody && isUserset) return false
    const form = this.everybody ? '*' : isUserset ? subject.slice(hash + 1) : ''
    if (this.isLastKind(object, objectColon, relation, subject, subjectColon, form)) return true
    const parts = [object.slice(0, objectColon), relation, subject.slice(0, subjectColon), form] as const
    this.kind = register ? this.registry.kind(...parts) : this.registry.findKind(...parts)
    return this.kind >= 0
  }

  private isLastKind(
    object: string,
    objectColon: number,
    relation: string,
    subject: string,
    subjectColon: number,
    form: string,
  ): boolean {
    if (this.kind < 0) return false
    const last = this.registry.kinds[this.kind]!
    return (
      last.relation === relation &&
      last.subjectRelation === form &&
      last.objectType.length === objectColon &&
      last.subjectType.length === subjectColon &&
      object.startsWith(last.objectType) &&
      subject.startsWith(last.subjectType)
    )
  }
}
