// `lockness completion`: a script that lets a shell complete commands and options. It is written from the commands
// themselves, so it has all of them; the three scripts share one table and differ in how a shell is told.

import type { Command } from 'commander'

export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

export function completionScript(program: Command, shell: Shell): string {
  const rows = [...rowsOf(program, '')]
  return SCRIPTS[shell](rows)
}

/** What can follow a command: its commands and its options. */
interface Row {
  /** `store list`; empty for the program itself. */
  readonly path: string
  readonly words: readonly string[]
}

function* rowsOf(command: Command, path: string): Generator<Row> {
  const options = command.options.flatMap(({ long }) => (long ? [long] : []))
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])
  yield { path, words: [...command.commands.map((each) => each.name()), ...choices, ...options, '--help'] }
  for (const each of command.commands) yield* rowsOf(each, path === '' ? each.name() : `${path} ${each.name()}`)
}

/** Names of commands and options are letters and dashes, so nothing has to be quoted for a shell. */
const cases = (rows: readonly Row[], indent: string) =>
  rows.map(({ path, words }) => `${indent}'${path}') echo '${words.join(' ')}' ;;\n`).join('')

/** Bash and zsh agree on functions and patterns. */
const words = (rows: readonly Row[]) => `_lockness_words() {
  case "$1" in
${cases(rows, '    ')}  esac
}

_lockness_path() {
  local found='' word
  for word in "$@"; do
    if [ -n "$(_lockness_words "\${found:+$found }$word")" ]; then found="\${found:+$found }$word"; fi
  done
  echo "$found"
}
`

const SCRIPTS: Readonly<Record<Shell, (rows: readonly Row[]) => string>> = {
  bash: (rows) => `# eval "$(lockness completion bash)"
${words(rows)}
_lockness() {
  local current="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=($(compgen -W "$(_lockness_words "$(_lockness_path "\${COMP_WORDS[@]:1:COMP_CWORD-1}")")" -- "$current"))
}
complete -o default -F _lockness lockness
`,
  zsh: (rows) => `# eval "$(lockness completion zsh)"
${words(rows)}
_lockness() {
  compadd -- \${(s: :)"$(_lockness_words "$(_lockness_path "\${(@)words[2,CURRENT-1]}")")"} || _files
}
compdef _lockness lockness
`,
  fish: (rows) => `# lockness completion fish | source
function __lockness_words
  switch "$argv[1]"
${rows.map(({ path, words: all }) => `    case '${path}'\n      printf '%s\\n' ${all.join(' ')}\n`).join('')}  end
end

function __lockness_complete
  set -l found ''
  for word in (commandline -opc)[2..]
    set -l next (string trim "$found $word")
    if test -n "$(__lockness_words "$next")"
      set found $next
    end
  end
  __lockness_words "$found"
end
complete -c lockness -a '(__lockness_complete)'
`,
}
