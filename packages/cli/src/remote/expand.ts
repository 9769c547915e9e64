// `lockness expand`: one level of a relation on an object, drawn as a tree: its rule, with the subjects of its tuples.

import { visible } from '../model/show-diagnostics.ts'
import { EXIT } from '../terminal.ts'
import type { OutputOf } from './connect.ts'
import { remoteCommand } from './remote.ts'
import { SITUATION_OPTIONS, type SituationFlags, situationOf } from './situation.ts'

type ExpandNode = OutputOf<'access', 'expand'>['tree']

export const EXPAND_COMMANDS = [
  remoteCommand<SituationFlags>({
    call: 'expand <relation> <object>',
    says: 'how a relation on an object is made up, one level deep, drawn as a tree',
    example: 'lockness expand can_edit_profile artist:luna',
    options: SITUATION_OPTIONS,
    async run(remote, flags, [relation = '', object = '']) {
      const asked = { store: await remote.store(), relation, object, ...situationOf(flags) }
      const answer = await remote.client.access.expand(asked)
      remote.answer(answer, () => `${[answer.tree.name, ...linesOf(answer.tree, '')].map(visible).join('\n')}\n`)
      return EXIT.ok
    },
  }),
]

/** What is below a node. */
function linesOf(node: ExpandNode, indent: string): string[] {
  const children = childrenOf(node)
  return children.flatMap((child, index) => {
    const isLast = index === children.length - 1
    const below = 'node' in child ? linesOf(child.node, `${indent}${isLast ? '   ' : '│  '}`) : []
    return [`${indent}${isLast ? '└─' : '├─'} ${child.says}`, ...below]
  })
}

type Child = { readonly says: string } | { readonly says: string; readonly node: ExpandNode }

function childrenOf(node: ExpandNode): Child[] {
  if ('subjects' in node) return node.subjects.map((says) => ({ says }))
  if ('tupleset' in node) return [`by ${node.tupleset}`, ...node.computed].map((says) => ({ says }))
  if ('computed' in node) return [{ says: node.computed }]
  if ('difference' in node) {
    const { base, subtract } = node.difference
    return [
      { says: ruleOf(base), node: base },
      { says: `but not ${ruleOf(subtract)}`, node: subtract },
    ]
  }
  const [word, parts] = 'union' in node ? ['or', node.union] : ['and', node.intersection]
  return parts.map((part, index) => ({ says: index === 0 ? ruleOf(part) : `${word} ${ruleOf(part)}`, node: part }))
}

function ruleOf(node: ExpandNode): string {
  if ('subjects' in node) return node.subjects.length === 0 ? 'directly: nobody' : 'directly'
  if ('tupleset' in node) return 'through others'
  if ('computed' in node) return 'whoever has'
  if ('difference' in node) return 'some but not others'
  return 'union' in node ? 'any of' : 'all of'
}
