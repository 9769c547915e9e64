// Cedar's apps for casbin, in the form that suits it best: its own role graphs for people (`g`), resources (`g2`) and
// actions (`g3`), rules that name a subject, a resource and an action, and the synchronous call.

import { DefaultRoleManager, type Enforcer, newEnforcer, newModelFromString } from 'casbin'
import { type App, type AppName, type Fact, REPO_ROLES } from '../workload/cedar-apps.ts'

const MATCHERS: Readonly<Record<AppName, string>> = {
  gdrive: 'r.act == p.act && g2(r.obj, p.obj) && (p.sub == "user:*" || g(r.sub, p.sub))',
  github: 'g3(p.act, r.act) && g2(r.obj, p.obj) && g(r.sub, p.sub)',
  tinytodo: 'r.obj == p.obj && r.act == p.act && g(r.sub, p.sub)',
}

/** Chains of the apps are longer than the ten levels that casbin follows by itself. */
const LEVELS_MAX = 1_000

export async function casbinFor({ name, facts }: App): Promise<Enforcer> {
  const enforcer = await newEnforcer(newModelFromString(modelText(MATCHERS[name])))
  const rules = new Rules()
  for (const fact of facts) translate[name](rules, fact)
  if (name === 'github')
    for (const [index, role] of REPO_ROLES.slice(1).entries()) rules.add('g3', REPO_ROLES[index]!, role)
  for (const type of ['g', 'g2', 'g3']) enforcer.setNamedRoleManager(type, new DefaultRoleManager(LEVELS_MAX))
  await enforcer.addPolicies(rules.of('p'))
  for (const type of ['g', 'g2', 'g3']) {
    if (rules.of(type).length > 0) await enforcer.addNamedGroupingPolicies(type, rules.of(type))
  }
  return enforcer
}

function modelText(matcher: string): string {
  return `
[request_definition]
r = sub, obj, act
[policy_definition]
p = sub, obj, act
[role_definition]
g = _, _
g2 = _, _
g3 = _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = ${matcher}
`
}

class Rules {
  private readonly byType = new Map<string, Map<string, string[]>>()

  /** A rule that is added twice is there once; casbin refuses the whole list otherwise. */
  add(type: string, ...rule: string[]): void {
    const rules = this.byType.get(type) ?? new Map<string, string[]>()
    this.byType.set(type, rules.set(rule.join(' '), rule))
  }

  of(type: string): string[][] {
    return [...(this.byType.get(type)?.values() ?? [])]
  }
}

const translate: Record<AppName, (rules: Rules, fact: Fact) => void> = {
  gdrive(rules, { object, relation, subject }) {
    if (relation === 'member') rules.add('g', subject, object)
    else if (relation === 'parent') rules.add('g2', object, subject)
    else {
      rules.add('p', subject, object, 'read')
      if (relation === 'owner') rules.add('p', subject, object, 'write')
    }
  },
  github(rules, { object, relation, subject }) {
    if (relation === 'member') rules.add('g', subject, object)
    else if (relation === 'owner') rules.add('g2', object, subject)
    else rules.add('p', subject, object, relation.replace('repo_', ''))
  },
  tinytodo(rules, { object, relation, subject }) {
    if (relation === 'member') rules.add('g', subject, object)
    else {
      rules.add('p', subject, object, 'read')
      if (relation !== 'reader') rules.add('p', subject, object, 'edit')
    }
  },
}
