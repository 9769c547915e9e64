/** A small world with the questions that its author asks of it, as text: what a peer's own benchmark looks like. */

import type { CheckQuestion, JsonObject, ListObjectsQuestion, ListSubjectsQuestion, Tuple } from '@lockness/authz'

export interface Shape {
  readonly name: string
  readonly dsl: string
  readonly tuples: readonly Tuple[]
  readonly check: CheckQuestion
  readonly expected: boolean
  readonly context?: JsonObject
  readonly listObjects?: { readonly question: ListObjectsQuestion; readonly expected: readonly string[] }
  readonly listSubjects?: { readonly question: ListSubjectsQuestion; readonly expected: readonly string[] }
}

/** `doc:1#viewer@group:eng#member` */
export function tuple(text: string): Tuple {
  const [, object = '', relation = '', subject = ''] = /^([^#@]+)#([^#@]+)@(.+)$/.exec(text) ?? []
  if (object === '') throw new Error(`\`${text}\` is not a tuple`)
  return { object, relation, subject }
}

/** `user:u viewer doc:1` */
export function question(text: string): CheckQuestion {
  const [subject = '', relation = '', object = ''] = text.split(' ')
  return { subject, relation, object }
}

export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}
