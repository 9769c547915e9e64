// `lockness check` and `lockness explain`: one question, its answer, and why.

import type { ExplainStep, QuestionError } from '@lockness/authz'
import { drawExplanation } from '../model/explain.ts'
import { EXIT, type ExitCode, printJson } from '../terminal.ts'
import { path } from './client.ts'
import { type Remote, remoteCommand } from './remote.ts'
import { SITUATION_OPTIONS, type SituationFlags, situationOf } from './situation.ts'

interface ComputedAt {
  readonly revision: number
  readonly model: string
  readonly at: string
}

interface Checked extends ComputedAt {
  readonly allowed: boolean
}

interface Explained extends ComputedAt {
  readonly allowed?: boolean
  readonly error?: QuestionError
  readonly steps: readonly ExplainStep[]
  readonly complete: boolean
}

export const QUESTION_COMMANDS = [
  remoteCommand<SituationFlags>({
    call: 'check <subject> <relation> <object>',
    says: 'may it? Exit code 0 is yes, 1 is no, and 3 or more is neither',
    example: 'lockness check user:eve can_edit_profile artist:luna',
    options: SITUATION_OPTIONS,
    async run(remote, flags, triple) {
      const answer = await ask<Checked>(remote, 'check', triple, flags)
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
      const answer = await ask<Explained>(remote, 'explain', triple, flags)
      return show(remote, triple, answer)
    },
  }),
]

async function ask<T>(remote: Remote, question: string, triple: readonly string[], flags: SituationFlags): Promise<T> {
  const [subject, relation, object] = triple
  const body = { subject, relation, object, ...situationOf(flags) }
  return remote.client.ask<T>('POST', `${path`/stores/${await remote.store()}`}/${question}`, { body })
}

function show(remote: Remote, [subject, relation, object]: readonly string[], answer: Explained): ExitCode {
  const { allowed, error, steps, complete } = answer
  if (remote.isJson) printJson(remote.terminal, answer)
  else {
    const verdict = error ? ({ answer: 'error', error } as const) : ({ answer: allowed ? 'yes' : 'no' } as const)
    const asked = { subject: subject!, relation: relation!, object: object! }
    drawExplanation(remote.terminal, asked, { verdict, steps, complete })
  }
  if (error) return EXIT.refused
  return allowed ? EXIT.ok : EXIT.problems
}
