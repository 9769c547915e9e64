// Cedar's apps for Cedar itself, in the form that suits it best: policies parsed beforehand, hierarchies as entity
// parents so that one `in` decides, and with each request only the entities that can matter to it (the ancestors of the
// person and of the resource), their JSON made before the clock runs. With all entities it is several times slower.

import { createRequire } from 'node:module'
import type { EntityJson, EntityUidJson } from '@cedar-policy/cedar-wasm/nodejs'
import { type App, type AppName, type AppRequest, type Fact, REPO_ROLES } from '../workload/cedar-apps.ts'

// The WASM build for Node is a CommonJS module.
const cedar = createRequire(import.meta.url)(
  '@cedar-policy/cedar-wasm/nodejs',
) as typeof import('@cedar-policy/cedar-wasm/nodejs')

const POLICIES: Readonly<Record<AppName, string>> = {
  gdrive: `
    permit(principal, action == Action::"read", resource) when { resource in principal.views };
    permit(principal, action == Action::"read", resource) when { resource.public };
    permit(principal, action == Action::"write", resource) when { resource in principal.owns };`,
  github: REPO_ROLES.map(
    (role) => `permit(principal, action == Action::"${role}", resource) when { principal in resource.${role} };`,
  ).join('\n'),
  tinytodo: `
    permit(principal, action in [Action::"read", Action::"edit"], resource) when { principal == resource.owner };
    permit(principal, action in [Action::"read", Action::"edit"], resource) when { principal in resource.editor };
    permit(principal, action == Action::"read", resource) when { principal in resource.reader };`,
}

/** A request with what it is decided on. */
export type CedarCall = () => boolean

export function cedarFor(app: App): CedarCall[] {
  const id = app.name
  const parsed = cedar.preparsePolicySet(id, { staticPolicies: POLICIES[app.name] })
  if (parsed.type === 'failure') throw new Error(parsed.errors[0]?.message)
  const world = new Entities()
  for (const { subject, resource } of app.requests) {
    translate[app.name](world, { object: resource, relation: '', subject })
  }
  for (const fact of app.facts) translate[app.name](world, fact)
  return app.requests.map((request) => callFor(id, world, request))
}

function callFor(preparsedPolicySetId: string, world: Entities, { subject, action, resource }: AppRequest): CedarCall {
  const call = {
    principal: uid(subject),
    action: { type: 'Action', id: action },
    resource: uid(resource),
    context: {},
    preparsedPolicySetId,
    entities: world.slice([subject, resource]),
  }
  return () => {
    const answer = cedar.statefulIsAuthorized(call)
    if (answer.type === 'failure') throw new Error(answer.errors[0]?.message)
    const problem = answer.response.diagnostics.errors[0]
    if (problem) throw new Error(problem.error.message)
    return answer.response.decision === 'allow'
  }
}

/** Entities by `type:id`, each with its parents and attributes. */
class Entities {
  private readonly parents = new Map<string, Set<string>>()
  private readonly attributes = new Map<string, EntityJson['attrs']>()

  link(child: string, parent: string): void {
    this.touch(parent)
    this.touch(child).add(parent)
  }

  set(entity: string, name: string, value: string | boolean): void {
    this.touch(entity)
    const attributes = this.attributes.get(entity) ?? {}
    attributes[name] = typeof value === 'boolean' ? value : { __entity: uid(value) }
    this.attributes.set(entity, attributes)
  }

  /** These and all their ancestors. */
  slice(start: readonly string[]): EntityJson[] {
    const found = new Set(start)
    for (const each of found) for (const parent of this.touch(each)) found.add(parent)
    return Array.from(found, (each) => ({
      uid: uid(each),
      attrs: this.attributes.get(each) ?? {},
      parents: Array.from(this.touch(each), uid) as EntityUidJson[],
    }))
  }

  private touch(entity: string): Set<string> {
    const known = this.parents.get(entity)
    if (known) return known
    const parents = new Set<string>()
    this.parents.set(entity, parents)
    return parents
  }
}

function uid(entity: string): { type: string; id: string } {
  const colon = entity.indexOf(':')
  return { type: entity[0]!.toUpperCase() + entity.slice(1, colon), id: entity.slice(colon + 1) }
}

const translate: Record<AppName, (world: Entities, fact: Fact) => void> = {
  // What somebody may view is a tree of grants: a group's grant is inside the grant of each member.
  gdrive(world, { object, relation, subject }) {
    if (relation === '') {
      world.set(subject, 'views', `grant:view ${subject}`)
      world.set(subject, 'owns', `grant:own ${subject}`)
      world.set(object, 'public', false)
    } else if (relation === 'member') world.link(`grant:view ${object}`, `grant:view ${subject}`)
    else if (relation === 'parent') world.link(object, subject)
    else if (subject === 'user:*') world.set(object, 'public', true)
    else world.link(object, `grant:view ${subject}`)
    if (relation === 'owner') world.link(object, `grant:own ${subject}`)
  },
  // A role of a repository is a group of people, and the higher role is inside the lower one.
  github(world, { object, relation, subject }) {
    if (relation === '') {
      for (const [index, role] of REPO_ROLES.entries()) {
        world.set(object, role, `role:${object} ${role}`)
        const lower = REPO_ROLES[index + 1]
        if (lower) world.link(`role:${object} ${role}`, `role:${object} ${lower}`)
      }
    } else if (relation === 'member') world.link(subject, object)
    else if (relation === 'owner') {
      for (const role of REPO_ROLES) world.link(`role:${subject} ${role}`, `role:${object} ${role}`)
    } else world.link(subject, `role:${object} ${relation.replace('repo_', '')}`)
  },
  tinytodo(world, { object, relation, subject }) {
    if (relation === 'member') world.link(subject, object)
    else if (relation !== '') world.set(object, relation, subject)
  },
}
