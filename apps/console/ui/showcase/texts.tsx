// Text for machines, as the showcase has it.

import { CodeBlock } from '../code-block.tsx'
import { DiffView } from '../diff-view.tsx'
import { Specimen, Specimens } from './specimen.tsx'

const BEFORE = `model
  schema 1.1

type user

type label
  relations
    define admin: [user]
    define editor: [user] or admin
    define reader: [user] or editor
    define pitch: editor
    define stats_read: reader

type album
  relations
    define label: [label]
    define pitch: pitch from label
`
const AFTER = BEFORE.replace('define pitch: editor', 'define pitch: editor or partner_pitch')
  .replace('define reader: [user] or editor', 'define reader: [user, team#member] or editor')
  .replace('type album', 'type team\n  relations\n    define member: [user]\n\ntype album')

const REQUEST = `curl -X POST https://lockness.example/v1/stores/music/check \\
  -H 'Authorization: Bearer lk_…' \\
  -d '{"subject":"user:anne","permission":"pitch","object":"album:midnight-sun"}'`

export function Texts() {
  return (
    <Specimens>
      <Specimen name="code-block">
        <CodeBlock code={REQUEST} label="The question as curl" title="curl" copyLabel="Copy the command" />
      </Specimen>
      <Specimen name="diff-view">
        <DiffView label="The model before and after" before={BEFORE} after={AFTER} context={1} />
      </Specimen>
    </Specimens>
  )
}
