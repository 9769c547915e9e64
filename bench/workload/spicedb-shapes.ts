// The shapes of SpiceDB's own benchmarks (pkg/benchmarks), so that anyone can compare with its authors' figures: the
// same objects, the same edges, the same question. A permission becomes a relation that is defined by others.

import { question, type Shape, tuple, upTo } from './shape.ts'

export const SPICEDB_SHAPES: readonly (() => Shape)[] = [
  checkWideDirect,
  wideArrow,
  doubleWideArrow,
  deepArrow,
  checkWideGroups,
  lookupIntersection,
  wideGroups,
  shareWith,
]

function checkWideDirect(): Shape {
  return {
    name: 'CheckWideDirect',
    dsl: model('type user', 'type resource', '  define viewer: [user]', '  define view: viewer'),
    tuples: [
      ...upTo(9000).map((i) => `resource:someresource#viewer@user:user-${i}`),
      'resource:someresource#viewer@user:tom',
    ].map(tuple),
    check: question('user:tom view resource:someresource'),
    expected: true,
  }
}

function wideArrow(): Shape {
  const files = upTo(10).flatMap((file) =>
    upTo(30).map((i) => `file:file${file}#group@group:group${(i * (file + 1)) % 97}`),
  )
  const groups = upTo(97).flatMap((group) =>
    upTo(20).map((i) => `group:group${group}#member@user:user${(i * (group + 1)) % 997}`),
  )
  return {
    name: 'WideArrow',
    dsl: model(
      'type user',
      'type group',
      '  define member: [user]',
      'type file',
      '  define group: [group]',
      '  define view: [user]',
      '  define viewer: view or member from group',
    ),
    tuples: distinct([...files, ...groups]),
    check: question('user:user570 viewer file:file0'),
    expected: true,
  }
}

function doubleWideArrow(): Shape {
  const files = upTo(5).flatMap((file) => upTo(20).map((i) => `file:file${file}#org@org:org${(i * (file + 1)) % 97}`))
  const orgs = upTo(97).flatMap((org) => upTo(10).map((i) => `org:org${org}#group@group:group${(i * (org + 1)) % 299}`))
  const groups = upTo(299).flatMap((group) =>
    upTo(20).map((i) => `group:group${group}#member@user:user${(i * (group + 1)) % 499}`),
  )
  return {
    name: 'DoubleWideArrow',
    dsl: model(
      'type user',
      'type group',
      '  define member: [user]',
      'type org',
      '  define group: [group]',
      '  define member: member from group',
      'type file',
      '  define org: [org]',
      '  define view: [user]',
      '  define viewer: view or member from org',
    ),
    tuples: distinct([...files, ...orgs, ...groups]),
    check: question('user:user214 viewer file:file0'),
    expected: true,
  }
}

function deepArrow(): Shape {
  const chain = upTo(30).map((i) => `document:${i + 1}#parent@document:${i + 2}`)
  return {
    name: 'DeepArrow',
    dsl: model(
      'type user',
      'type document',
      '  define parent: [document]',
      '  define view: [user]',
      '  define viewer: view or viewer from parent',
    ),
    tuples: ['document:target#parent@document:1', ...chain, 'document:29#view@user:slow'].map(tuple),
    check: question('user:slow viewer document:target'),
    expected: true,
  }
}

const NESTED_GROUPS = [
  'type user',
  'type group',
  '  define member: [user, group#member]',
  'type resource',
  '  define viewer: [user, group#member]',
  '  define view: viewer',
]

function checkWideGroups(): Shape {
  const nine = upTo(9).map((i) => i + 1)
  const wide = nine.flatMap((x) => nine.map((y) => `group:eng#member@group:eng-${x}${y}#member`))
  const leaves = upTo(99).map((i) => `group:eng-${i + 1}#member@group:eng-${i + 1}-1#member`)
  return {
    name: 'CheckWideGroups',
    dsl: model(...NESTED_GROUPS),
    tuples: ['resource:someresource#viewer@group:eng#member', ...wide, ...leaves, 'group:eng-99-1#member@user:tom'].map(
      tuple,
    ),
    check: question('user:tom view resource:someresource'),
    expected: true,
    listSubjects: usersOf('resource:someresource', ['user:tom']),
  }
}

function wideGroups(): Shape {
  const level = (inner: (i: number) => string, outer: number) =>
    upTo(100).map((i) => `group:widegroup${outer}-${i}#member@group:${inner(i)}#member`)
  return {
    name: 'WideGroups',
    dsl: model(...NESTED_GROUPS),
    tuples: [
      'group:first#member@user:tom',
      'group:second#member@group:first#member',
      'group:third#member@group:second#member',
      'resource:someresource#viewer@group:third#member',
      ...level(() => 'first', 1),
      ...level((i) => `widegroup1-${i}`, 2),
      ...level((i) => `widegroup2-${i}`, 3),
      'resource:anotherresource#viewer@group:widegroup3-99#member',
      'resource:thirdresource#viewer@user:sarah',
    ].map(tuple),
    check: question('user:tom view resource:someresource'),
    expected: true,
    listObjects: {
      question: { subject: 'user:tom', relation: 'view', type: 'resource' },
      expected: ['resource:someresource', 'resource:anotherresource'],
    },
    listSubjects: usersOf('resource:someresource', ['user:tom']),
  }
}

function lookupIntersection(): Shape {
  const resources = upTo(499).map((i) => `resource:resource${i + 1}`)
  return {
    name: 'LookupIntersection',
    dsl: model(
      'type user',
      'type organization',
      '  define reader: [user]',
      '  define banned: [user]',
      '  define read: reader but not banned',
      'type resource',
      '  define viewer: [user]',
      '  define organization: [organization]',
      '  define read: read from organization',
      '  define view: viewer and read',
    ),
    tuples: [
      'organization:org1#reader@user:tom',
      ...resources.flatMap((resource) => [`${resource}#viewer@user:tom`, `${resource}#organization@organization:org1`]),
    ].map(tuple),
    check: question('user:tom view resource:resource1'),
    expected: true,
    listObjects: { question: { subject: 'user:tom', relation: 'view', type: 'resource' }, expected: resources },
    listSubjects: usersOf('resource:resource1', ['user:tom']),
  }
}

function shareWith(): Shape {
  const granted = '[user, usergroup#member, usergroup#manager]'
  return {
    name: 'ShareWith',
    dsl: model(
      'type user',
      'type usergroup',
      `  define manager: ${granted}`,
      `  define direct_member: ${granted}`,
      '  define member: direct_member or manager',
      'type resource',
      `  define manager: ${granted}`,
      `  define viewer: ${granted}`,
      '  define view: viewer or manager',
      'type organization',
      '  define group: [usergroup]',
      '  define resource: [resource]',
      `  define admin: ${granted}`,
      '  define member: admin or member from group',
      '  define user: admin or member or view from resource',
    ),
    tuples: SHARED.map(tuple),
    check: question('user:an_engineer view resource:promserver'),
    expected: true,
  }
}

const SHARED = [
  'usergroup:productname#manager@user:an_eng_manager',
  'usergroup:applications#manager@user:an_eng_director',
  'usergroup:engineering#manager@user:cto',
  'usergroup:csuite#manager@user:ceo',
  'usergroup:productname#direct_member@user:an_engineer',
  'usergroup:csuite#direct_member@user:cto',
  'usergroup:engineering#direct_member@usergroup:applications#member',
  'usergroup:applications#direct_member@usergroup:productname#member',
  'usergroup:engineering#direct_member@usergroup:csuite#member',
  'organization:someorg#group@usergroup:csuite',
  'organization:someorg#group@usergroup:productname',
  'organization:someorg#group@usergroup:applications',
  'organization:someorg#group@usergroup:engineering',
  'organization:someorg#resource@resource:promserver',
  'organization:someorg#resource@resource:jira',
  'organization:someorg#admin@usergroup:csuite#member',
  'organization:someorg#admin@user:it_admin',
  'resource:promserver#manager@usergroup:productname#member',
  'resource:promserver#viewer@usergroup:engineering#member',
  'resource:jira#viewer@usergroup:engineering#member',
  'resource:jira#manager@usergroup:engineering#manager',
  'resource:promserver#viewer@user:an_external_user',
  'usergroup:blackhats#manager@user:a_villain',
]

function usersOf(object: string, expected: readonly string[]): NonNullable<Shape['listSubjects']> {
  return { question: { object, relation: 'view', filter: { type: 'user' } }, expected }
}

/** The stepping sequences meet themselves; a relationship that is written twice is there once. */
function distinct(texts: readonly string[]): Shape['tuples'] {
  return [...new Set(texts)].map(tuple)
}

/** Types at the margin, their relations below them. */
export function model(...lines: readonly string[]): string {
  const body = lines.map((line, index) => {
    const first = line.startsWith('  define') && !lines[index - 1]!.startsWith('  define')
    return line.startsWith('  define') ? `${first ? '  relations\n' : ''}  ${line}` : line
  })
  return `model\n  schema 1.1\n${body.join('\n')}\n`
}
