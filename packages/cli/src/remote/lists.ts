// `lockness list`: what a subject may, and who may. Long lists are printed as they arrive.

import { visible } from '../model/show-diagnostics.ts'
import { EXIT, type ExitCode, printJson } from '../terminal.ts'
import { path } from './client.ts'
import { type Remote, remoteCommand } from './remote.ts'
import { SITUATION_OPTIONS, type SituationFlags, situationOf } from './situation.ts'

type Line = string | { readonly end: Readonly<Record<string, unknown>> } | { readonly item: string }

export const LIST_COMMANDS = [
  remoteCommand<SituationFlags>({
    call: 'objects <subject> <relation> <type>',
    says: 'the objects of a type on which a subject has a relation',
    example: 'lockness list objects user:adam admin organization',
    options: SITUATION_OPTIONS,
    run: (remote, flags, [subject, relation, type]) =>
      list(remote, 'list-objects', { subject, relation, type, ...situationOf(flags) }),
  }),
  remoteCommand<SituationFlags & { readonly subjectRelation?: string }>({
    call: 'subjects <object> <relation> <type>',
    says: 'the subjects of a type that have a relation on an object',
    example: 'lockness list subjects artist:luna can_edit_profile user',
    options: [
      ['--subject-relation <relation>', 'groups of them: `member` lists `team:x#member`'],
      ...SITUATION_OPTIONS,
    ],
    run: (remote, { subjectRelation, ...flags }, [object, relation, type]) =>
      list(remote, 'list-subjects', {
        object,
        relation,
        type,
        ...(subjectRelation !== undefined && { subjectRelation }),
        ...situationOf(flags),
      }),
  }),
  remoteCommand<SituationFlags>({
    call: 'relations <subject> <object>',
    says: 'the relations that a subject has on an object',
    example: 'lockness list relations user:eve artist:luna',
    options: SITUATION_OPTIONS,
    async run(remote, flags, [subject, object]) {
      const body = { subject, object, ...situationOf(flags) }
      const below = path`/stores/${await remote.store()}/list-relations`
      const answer = await remote.client.ask<{ readonly relations: readonly string[] }>('POST', below, { body })
      remote.answer(answer, () => answer.relations.map((relation) => `${visible(relation)}\n`).join(''))
      return EXIT.ok
    },
  }),
]

async function list(remote: Remote, question: string, body: object): Promise<ExitCode> {
  const below = `${path`/stores/${await remote.store()}`}/${question}`
  const items: string[] = []
  let end = {}
  for await (const line of remote.client.lines<Line>('POST', below, { body })) {
    if (typeof line !== 'string' && 'end' in line) end = line.end
    else {
      const item = typeof line === 'string' ? line : line.item
      if (remote.isJson) items.push(item)
      else remote.terminal.print(`${visible(item)}\n`)
    }
  }
  if (remote.isJson) printJson(remote.terminal, { items, ...end })
  return EXIT.ok
}
