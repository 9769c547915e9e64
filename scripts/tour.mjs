// `npm start`: a first look at what is here. Runs the same commands that anybody can run, shows them, and says what to
// try next. A command that fails ends the tour with its exit code: the first look is also a test.

import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))

const STOPS = [
  {
    says: 'Seven verticals define their types and permissions in modules. Composed, they are one model:',
    command: ['model', 'check', 'verticals'],
  },
  {
    says: 'Each module brings tests: who must be able to do what, and above all who must not.',
    command: ['model', 'test', 'verticals'],
  },
  {
    says: 'A decision can be explained. May Eve edit the profile of the artist Luna, and why?',
    command: ['model', 'explain', 'verticals/music/tests.fga.yaml', 'user:eve', 'can_edit_profile', 'artist:luna'],
  },
]

const NEXT = `
Try next
  npx lockness model explain verticals/music/tests.fga.yaml user:eve can_manage_team artist:luna
                                  why not: every branch that was tried, and what stopped it
  npx lockness model --help       everything the command can do without a server
  npm run bench -- W1 --scale 0.05
                                  how fast it is, and how far from the machine's own floor
  npm test                        everything that CI runs

Read next
  README.md                       a first model and a first question in twenty lines
  docs/architecture.md            the map, and what always holds
  verticals/music/model.fga       how a vertical says who may do what
`

function visit({ says, command }) {
  console.log(`\n${says}\n$ npx lockness ${command.join(' ')}\n`)
  const { status } = spawnSync(process.execPath, [join(ROOT, 'packages/cli/src/main.ts'), ...command], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  return status ?? 1
}

console.log('\nLockness: who may do what with which business asset, answered in microseconds, with proof.')
let failed = 0
for (const stop of STOPS) {
  failed = visit(stop)
  if (failed) break
}
console.log(failed ? '\nThe tour ends here, for the reason above. `npm test` tells more.' : NEXT)
process.exitCode = failed
