// `lockness check` and `lockness explain`: one question, its answer, and why.

import type { QuestionError, Verdict } from '@lockness/authz'
import { drawExplanation } from '../model/explain.ts'
import { EXIT, type ExitCode, printJson } from '../terminal.ts'
import type { OutputOf } from './connect.ts'
import { type Remote, remoteCommand } from './remote.ts'
import { SITUATION_OPTIONS, type SituationFlags, situationOf } from './situation.ts'

export const QUESTION_COMMANDS = [
  remoteCommand<SituationFlags>({
    call: 'check <subject> <relation> <object>',
    says: 'may it? Exit code 0 is yes, 1 is no, and 3 or more is neither',
    example: 'lockness check user:eve can_edit_profile artist:luna',
    options: SITUATION_OPTIONS,
    async run(remote, flags, triple) {
      const answer = await remote.client.access.check(await asked(remote, triple, flags))
      const { colors } = remote.terminal
      const text = answer.allowed ? colors.green('yes') : colors.red('no')
      remote.answer(answer, () => `${text}${colors.dim(`  at revision ${answer.revision}`)}\n`)
      return answer.allowed ? EXIT.ok : EXIT.problems
    },
  }),
  remoteCommand<SituationFlags>({
    call: 'explain <subject> <relation> <object>',
    says: 'why: the proof of a yes, or everything that was tried, drawn as a tree',
    example: 'lockness explain user:eve can_edit_profile artist:luna',
    options: SITUATION_OPTIONS,
    async run(remote, flags, triple) {
      const answer = await remote.client.access.explain(await asked(remote, triple, flags))
      return show(remote, triple, answer)
    },
  }),
]

async function asked(
  remote: Remote,
  [subject = '', relation = '', object = '']: readonly string[],
  flags: SituationFlags,
) {
  return { store: await remote.store(), subject, relation, object, ...situationOf(flags) }
}

function show(
  remote: Remote,
  [subject, relation, object]: readonly string[],
  answer: OutputOf<'access', 'explain'>,
): ExitCode {
  const { allowed, error, steps, complete } = answer
  if (remote.isJson) printJson(remote.terminal, answer)
  else {
    // The server tells the errors of the engine as they are.
    const verdict: Verdict = error
      ? { answer: 'error', error: error as QuestionError }
      : { answer: allowed ? 'yes' : 'no' }
    const question = { subject: subject!, relation: relation!, object: object! }
    drawExplanation(remote.terminal, question, { verdict, steps, complete })
  }
  if (error) return EXIT.refused
  return allowed ? EXIT.ok : EXIT.problems
}
