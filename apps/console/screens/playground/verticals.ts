// The project's own models as a scratch: read from `verticals/` when the console is built, and sent to the browser when somebody
// chooses one. A vertical comes with the modules that it leans on, and with the world of the demo.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadModelTest, parseModule } from '@lockness/language'
import { type Scratch, TUPLES } from './scratch.ts'
import type { Vertical } from './vertical-names.ts'

/** What a module names and does not define. */
const LEANS_ON: Readonly<Record<Exclude<Vertical, 'all'>, readonly string[]>> = {
  core: ['core'],
  music: ['core', 'ads', 'music'],
  podcasts: ['core', 'podcasts'],
  audiobooks: ['core', 'audiobooks'],
  ads: ['core', 'ads'],
}

const QUESTIONS: Readonly<Record<Vertical, Scratch['question']>> = {
  all: { subject: 'user:eve', relation: 'can_edit_profile', object: 'artist:luna', context: '' },
  core: { subject: 'user:adam', relation: 'admin', object: 'organization:northstar', context: '' },
  music: { subject: 'user:eve', relation: 'can_edit_profile', object: 'artist:luna', context: '' },
  podcasts: { subject: 'user:ivy', relation: 'can_publish', object: 'show:backstage', context: '' },
  audiobooks: { subject: 'user:adam', relation: 'admin', object: 'organization:northstar', context: '' },
  ads: { subject: 'user:adam', relation: 'admin', object: 'organization:northstar', context: '' },
}

export function verticalScratch(root: string, vertical: Vertical): Scratch {
  const all = readVerticals(root)
  const modules = vertical === 'all' ? undefined : new Set(LEANS_ON[vertical])
  const files = Object.fromEntries([...all].filter(([path]) => !modules || modules.has(path.split('/', 1)[0]!)))
  const names = new Set(Object.values(files).flatMap((text) => parseModule(text).types.map(({ name }) => name.text)))
  return { kind: 'modules', files: { ...files, [TUPLES]: worldOf(root, names) }, question: QUESTIONS[vertical] }
}

function readVerticals(root: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const folder of readdirSync(root, { withFileTypes: true })) {
    if (!folder.isDirectory()) continue
    for (const name of readdirSync(join(root, folder.name)))
      if (/\.(fga|yaml)$/.test(name))
        files.set(`${folder.name}/${name}`, readFileSync(join(root, folder.name, name), 'utf8'))
  }
  return files
}

/** The tuples of the demo world whose types are there. */
function worldOf(root: string, types: ReadonlySet<string>): string {
  const { shared } = loadModelTest(join(root, 'demo.fga.yaml'), (path) => readFileSync(path, 'utf8'))
  const isKnown = (id: string) => types.has(id.slice(0, id.indexOf(':')))
  return shared
    .filter(({ object, subject }) => isKnown(object) && isKnown(subject))
    .map(({ subject, relation, object, condition }) => {
      const under = condition && `, condition: ${JSON.stringify(condition)}`
      return `- {user: ${JSON.stringify(subject)}, relation: ${relation}, object: ${JSON.stringify(object)}${under ?? ''}}\n`
    })
    .join('')
}
