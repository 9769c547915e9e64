/** Cedar's apps in our form: the model that the paper gives for OpenFGA, and each fact as a tuple. */

import type { CheckQuestion, Engine, Tuple } from '@lockness/authz'
import type { App, AppName, AppRequest, Fact } from '../workload/cedar-apps.ts'
import { engineOf } from '../workload/load.ts'
import { model } from '../workload/spicedb-shapes.ts'

const MODELS: Readonly<Record<AppName, string>> = {
  gdrive: model(
    'type user',
    'type group',
    '  define member: [user]',
    'type folder',
    '  define owner: [user]',
    '  define parent: [folder]',
    '  define viewer: [user, user:*, group#member] or owner or viewer from parent',
    '  define can_write_files: owner or can_write_files from parent',
    'type doc',
    '  define owner: [user]',
    '  define parent: [folder]',
    '  define viewer: [user, user:*, group#member]',
    '  define can_read: viewer or owner or viewer from parent',
    '  define can_write: owner or can_write_files from parent',
  ),
  github: model(
    'type user',
    'type team',
    '  define member: [user, team#member]',
    'type organization',
    '  define member: [user]',
    '  define repo_admin: [user, organization#member]',
    '  define repo_writer: [user, organization#member]',
    '  define repo_reader: [user, organization#member]',
    'type repo',
    '  define owner: [organization]',
    '  define admin: [user, team#member] or repo_admin from owner',
    '  define maintainer: [user, team#member] or admin',
    '  define writer: [user, team#member] or maintainer or repo_writer from owner',
    '  define triager: [user, team#member] or writer',
    '  define reader: [user, team#member] or triager or repo_reader from owner',
  ),
  tinytodo: model(
    'type user',
    'type team',
    '  define member: [user, team#member]',
    'type list',
    '  define owner: [user]',
    '  define editor: [team#member]',
    '  define reader: [team#member]',
    '  define can_read: owner or editor or reader',
    '  define can_edit: owner or editor',
  ),
}

export function locknessFor({ name, facts }: App): Engine {
  return engineOf(MODELS[name], facts.map(tupleOf))
}

export function questionFor({ name }: App, { subject, action, resource }: AppRequest): CheckQuestion {
  return { subject, relation: name === 'github' ? action : `can_${action}`, object: resource }
}

/** Groups, teams and organizations have rights through their members; an owner or a parent is the object itself. */
function tupleOf({ object, relation, subject }: Fact): Tuple {
  const isCollective = /^(group|team|organization):/.test(subject)
  return { object, relation, subject: isCollective && relation !== 'owner' ? `${subject}#member` : subject }
}
