// What people see when their server is up: where it is, the root key if it is new, and lines that work as they stand when
// they are pasted into a shell.

import type { Colors } from '../terminal.ts'
import type { Started } from './run-server.ts'

export interface Welcome extends Started {
  /** Where the data are, in words. */
  readonly place: string
  /** The variable of the environment that the key is in, when it is in one. */
  readonly keyVariable: string | undefined
  readonly demoStore: string | undefined
}

export function welcomeText(colors: Colors, { signInLink, ...about }: Welcome): string {
  const { url, place, firstRootKey, keyVariable, demoStore } = about
  const key = firstRootKey ?? (keyVariable && `$${keyVariable}`)
  const parts = [
    `\n${colors.bold('Lockness')} answers at ${colors.bold(url)}  ${colors.dim(place)}\n`,
    signInLink && `Open the console, signed in (once, within 15 minutes):\n  ${colors.bold(signInLink)}\n`,
    firstRootKey && `The root key, shown only now:\n  export LOCKNESS_KEY=${firstRootKey}\n`,
    demoStore && key ? `Try it:\n${curlLines(url, key, demoStore).join('\n')}\n` : commandLines(url),
    `The API, with examples: ${url}/v1/reference      End it: Ctrl-C\n`,
  ]
  return parts.filter((part) => part).join('\n')
}

const QUESTIONS = [
  ['check', { subject: 'user:eve', relation: 'can_edit_profile', object: 'artist:luna' }],
  ['list-objects', { subject: 'user:adam', relation: 'admin', type: 'organization' }],
  ['explain', { subject: 'user:eve', relation: 'can_edit_profile', object: 'artist:luna' }],
] as const

/** Of the key either the text itself or a variable, which the shell puts in. */
function curlLines(url: string, key: string, store: string): string[] {
  return QUESTIONS.map(
    ([question, body]) =>
      `  curl -s ${url}/v1/stores/${store}/${question} -H "authorization: Bearer ${key}" -H 'content-type: application/json' -d '${JSON.stringify(body)}'`,
  )
}

function commandLines(url: string): string {
  const isElsewhere = !url.endsWith(':8080')
  const where = isElsewhere ? `  export LOCKNESS_URL=${url}\n` : ''
  return `Try it, with the key in LOCKNESS_KEY:\n${where}  npx lockness check user:eve can_edit_profile artist:luna\n  npx lockness list objects user:adam admin organization\n  npx lockness explain user:eve can_edit_profile artist:luna\n`
}
