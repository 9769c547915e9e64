// Cedar's three apps (OOPSLA 2024, §5): gdrive, github and tinytodo, with n of everything and every possible edge present
// with probability 0.05; hierarchies go from a greater number to a smaller one. An app is a list of facts; each engine's
// form of it (tuples, casbin's rules, Cedar's entities) is made from the same facts in a file of its own.

import { Random } from './random.ts'

export interface Fact {
  readonly object: string
  readonly relation: string
  /** `type:number`, or `user:*` */
  readonly subject: string
}

export interface AppRequest {
  readonly subject: string
  readonly action: string
  readonly resource: string
}

export interface App {
  readonly name: AppName
  readonly facts: readonly Fact[]
  readonly requests: readonly AppRequest[]
}

export type AppName = 'gdrive' | 'github' | 'tinytodo'
export const APP_NAMES: readonly AppName[] = ['gdrive', 'github', 'tinytodo']

const EDGE_PROBABILITY = 0.05

/** From the highest to the lowest; each includes those after it. */
export const REPO_ROLES = ['admin', 'maintainer', 'writer', 'triager', 'reader'] as const
export const ORGANIZATION_ROLES = ['admin', 'writer', 'reader'] as const

// biome-ignore format: a table is read by its columns
const ACTIONS: Readonly<Record<AppName, { readonly resource: string; readonly actions: readonly string[] }>> = {
  gdrive:   { resource: 'doc',  actions: ['read', 'write'] },
  github:   { resource: 'repo', actions: REPO_ROLES },
  tinytodo: { resource: 'list', actions: ['read', 'edit'] },
}

export function makeApp(name: AppName, n: number, requests: number, seed: number): App {
  const facts = new Facts(n, new Random(seed))
  fill[name](facts)
  const random = new Random(seed + 1)
  const { resource, actions } = ACTIONS[name]
  return {
    name,
    facts: facts.all,
    requests: Array.from({ length: requests }, () => ({
      subject: `user:${random.below(n)}`,
      action: random.pick(actions),
      resource: `${resource}:${random.below(n)}`,
    })),
  }
}

class Facts {
  readonly all: Fact[] = []
  readonly n: number
  readonly random: Random

  constructor(n: number, random: Random) {
    this.n = n
    this.random = random
  }

  add(object: string, relation: string, subject: string): void {
    this.all.push({ object, relation, subject })
  }

  each(type: string, make: (object: string, number: number) => void): void {
    for (let i = 0; i < this.n; i++) make(`${type}:${i}`, i)
  }

  /** Every pair with the probability of an edge. */
  pairs(objectType: string, relation: string | (() => string), subjectType: string): void {
    this.each(objectType, (object) =>
      this.each(subjectType, (subject) => {
        if (this.random.happens(EDGE_PROBABILITY))
          this.add(object, typeof relation === 'string' ? relation : relation(), subject)
      }),
    )
  }

  /** Pairs of one type; the one `inside` the other has the greater number. */
  nested(type: string, relation: string, objectIs: 'inside' | 'around'): void {
    this.each(type, (inside, i) =>
      this.each(type, (around, j) => {
        if (j >= i || !this.random.happens(EDGE_PROBABILITY)) return
        if (objectIs === 'inside') this.add(inside, relation, around)
        else this.add(around, relation, inside)
      }),
    )
  }
}

const fill: Record<AppName, (facts: Facts) => void> = {
  gdrive(facts) {
    facts.pairs('group', 'member', 'user')
    for (const type of ['doc', 'folder']) {
      facts.pairs(type, 'owner', 'user')
      facts.pairs(type, 'viewer', 'user')
      facts.pairs(type, 'viewer', 'group')
    }
    facts.pairs('doc', 'parent', 'folder')
    facts.nested('folder', 'parent', 'inside')
    facts.each('doc', (doc) => {
      if (facts.random.happens(0.5)) facts.add(doc, 'viewer', 'user:*')
    })
  },
  github(facts) {
    const role = () => facts.random.pick(REPO_ROLES)
    const organizationRole = () => `repo_${facts.random.pick(ORGANIZATION_ROLES)}`
    facts.each('repo', (repo) => facts.add(repo, 'owner', `organization:${facts.random.below(facts.n)}`))
    facts.pairs('team', 'member', 'user')
    facts.nested('team', 'member', 'around')
    facts.pairs('repo', role, 'user')
    facts.pairs('repo', role, 'team')
    facts.pairs('organization', 'member', 'user')
    facts.pairs('organization', organizationRole, 'user')
    facts.pairs('organization', organizationRole, 'organization')
  },
  tinytodo(facts) {
    facts.pairs('team', 'member', 'user')
    facts.nested('team', 'member', 'around')
    facts.each('list', (list) => {
      facts.add(list, 'owner', `user:${facts.random.below(facts.n)}`)
      facts.add(list, 'reader', `team:${facts.random.below(facts.n)}`)
      facts.add(list, 'editor', `team:${facts.random.below(facts.n)}`)
    })
  },
}
