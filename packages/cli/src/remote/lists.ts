// `lockness list`: what a subject may, and who may. Long lists are printed as they arrive.

import { visible } from '../model/show-diagnostics.ts'
import { EXIT, type ExitCode, printJson } from '../terminal.ts'
import { type Remote, remoteCommand } from './remote.ts'
import { SITUATION_OPTIONS, type SituationFlags, situationOf } from './situation.ts'

type Line = string | { readonly end: object }

export const LIST_COMMANDS = [
  remoteCommand<SituationFlags>({
    call: 'objects <subject> <relation> <type>',
    says: 'the objects of a type on which a subject has a relation',
    example: 'lockness list objects user:adam admin organization',
    options: SITUATION_OPTIONS,
    async run(remote, flags, [subject = '', relation = '', type = '']) {
      const asked = { store: await remote.store(), subject, relation, type, ...situationOf(flags) }
      return show(remote, remote.client.access.listObjects.stream(asked))
    },
  }),
  remoteCommand<SituationFlags & { readonly subjectRelation?: string }>({
    call: 'subjects <object> <relation> <type>',
    says: 'the subjects of a type that have a relation on an object',
    example: 'lockness list subjects artist:luna can_edit_profile user',
    options: [
      ['--subject-relation <relation>', 'groups of them: `member` lists `team:x#member`'],
      ...SITUATION_OPTIONS,
    ],
    async run(remote, { subjectRelation, ...flags }, [object = '', relation = '', type = '']) {
      const asked = { store: await remote.store(), object, relation, type, subjectRelation, ...situationOf(flags) }
      return show(remote, remote.client.access.listSubjects.stream(asked))
    },
  }),
  remoteCommand<SituationFlags>({
    call: 'relations <subject> <object>',
    says: 'the relations that a subject has on an object',
    example: 'lockness list relations user:eve artist:luna',
    options: SITUATION_OPTIONS,
    async run(remote, flags, [subject = '', object = '']) {
      const asked = { store: await remote.store(), subject, object, ...situationOf(flags) }
      const answer = await remote.client.access.listRelations(asked)
      remote.answer(answer, () => answer.relations.map((relation) => `${visible(relation)}\n`).join(''))
      return EXIT.ok
    },
  }),
]

async function show(remote: Remote, lines: AsyncIterable<Line>): Promise<ExitCode> {
  const items: string[] = []
  let end = {}
  for await (const line of lines) {
    if (typeof line === 'object') end = line.end
    else if (remote.isJson) items.push(line)
    else remote.terminal.print(`${visible(line)}\n`)
  }
  if (remote.isJson) printJson(remote.terminal, { items, ...end })
  return EXIT.ok
}
