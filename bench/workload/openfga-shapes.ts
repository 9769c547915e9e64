// The checks of OpenFGA's own benchmarks (pkg/server/test/benchmarks): the same models, tuples and questions. The one
// on bypassed userset reads writes tuples under one model and asks under another, which is what `dsl` says here: the
// tuples are just there.

import { question, type Shape, tuple, upTo } from './shape.ts'
import { model } from './spicedb-shapes.ts'

export const OPENFGA_SHAPES: readonly (() => Shape)[] = [
  raceBetweenDirectAndUserset,
  usersetCheckOnly,
  () => operators('with_intersection', 'intersect', true),
  () => operators('with_exclusion', 'exclude', false),
  withComputed,
  withUserset,
  withNestedUsersets,
  () => parents('with_simple_ttu', 'viewer'),
  () => parents('with_complex_ttu', 'viewer_complex'),
  withOneCondition,
  withManyParameters,
  bypassUsersetRead,
]

const REPOS = model(
  'type user',
  'type team',
  '  define member: [user, team#member]',
  'type organization',
  '  define member: [user]',
  'type repo',
  '  define owner: [organization]',
  '  define admin: [user, team#member] or member from owner',
)

const anneInTeams = upTo(1000).map((i) => `team:${i}#member@user:anne`)

function raceBetweenDirectAndUserset(): Shape {
  return {
    name: 'race_between_direct_and_userset',
    dsl: REPOS,
    tuples: [...anneInTeams, 'repo:openfga#admin@user:anne', 'repo:openfga#admin@team:123#member'].map(tuple),
    check: question('user:anne admin repo:openfga'),
    expected: true,
  }
}

function usersetCheckOnly(): Shape {
  return {
    name: 'userset_check_only',
    dsl: REPOS,
    tuples: [...anneInTeams, 'repo:openfga#admin@team:123#member'].map(tuple),
    check: question('user:bob admin repo:openfga'),
    expected: false,
  }
}

function operators(name: string, relation: string, expected: boolean): Shape {
  return {
    name,
    dsl: model(
      'type user',
      'type group',
      '  define a: [user]',
      '  define b: [user]',
      '  define intersect: a and b',
      '  define exclude: a but not b',
    ),
    tuples: ['group:1#a@user:anne', 'group:1#b@user:anne'].map(tuple),
    check: question(`user:anne ${relation} group:1`),
    expected,
  }
}

function withComputed(): Shape {
  return {
    name: 'with_computed',
    dsl: model('type user', 'type group', '  define member: [user]', '  define computed_member: member'),
    tuples: [tuple('group:x#member@user:anne')],
    check: question('user:anne computed_member group:x'),
    expected: true,
  }
}

function withUserset(): Shape {
  return {
    name: 'with_userset',
    dsl: model(
      'type user',
      'type user2',
      'type team',
      '  define member: [user, user2]',
      'type document',
      '  define viewer: [team#member]',
    ),
    tuples: ['document:x#viewer@team:fga#member', 'team:fga#member@user:anne'].map(tuple),
    check: question('user:anne viewer document:x'),
    expected: true,
  }
}

function withNestedUsersets(): Shape {
  const chain = upTo(24).map((i) => `team:${i + 1}#member@team:${i + 2}#member`)
  return {
    name: 'with_nested_usersets',
    dsl: model('type user', 'type team', '  define member: [user, team#member]'),
    tuples: ['team:24#member@user:maria', ...chain].map(tuple),
    check: question('user:maria member team:1'),
    expected: true,
  }
}

function parents(name: string, relation: string): Shape {
  const groups = upTo(999).map((i) => `folder:x#parent@group:${i + 1}`)
  return {
    name,
    dsl: model(
      'type user',
      'type group',
      '  define member: [user]',
      '  define member_complex: [user, group#member_complex]',
      'type folder',
      '  define parent: [group]',
      '  define viewer: member from parent',
      '  define viewer_complex: member_complex from parent',
    ),
    tuples: ['group:999#member@user:maria', 'group:999#member_complex@user:maria', ...groups].map(tuple),
    check: question(`user:maria ${relation} folder:x`),
    expected: true,
  }
}

function withOneCondition(): Shape {
  return {
    name: 'with_one_condition',
    dsl: `${model('type user', 'type doc', '  define viewer: [user with password]')}
condition password(p: string) {
  p == "secret"
}
`,
    tuples: [{ ...tuple('doc:x#viewer@user:maria'), condition: { name: 'password' } }],
    check: question('user:maria viewer doc:x'),
    expected: true,
    context: { p: 'secret' },
  }
}

function withManyParameters(): Shape {
  return {
    name: 'with_one_condition_with_many_parameters',
    dsl: `${model('type user', 'type doc', '  define viewer: [user with complex]')}
condition complex(b: bool, s: string, i: int, u: uint, d: double, du: duration, t: timestamp, ip: ipaddress) {
  b == true && s == "s" && i == 1 && u == uint(1) && d == 0.1 && du == duration("1h") && t == timestamp("1972-01-01T10:00:20.021Z") && ip == ipaddress("127.0.0.1")
}
`,
    tuples: [{ ...tuple('doc:x#viewer@user:maria'), condition: { name: 'complex' } }],
    check: question('user:maria viewer doc:x'),
    expected: true,
    context: { b: true, s: 's', i: 1, u: 1, d: 0.1, du: '1h', t: '1972-01-01T10:00:20.021Z', ip: '127.0.0.1' },
  }
}

function bypassUsersetRead(): Shape {
  return {
    name: 'bypass_userset_read',
    dsl: model(
      'type user',
      'type user2',
      'type group',
      '  define member: [user2]',
      'type document',
      '  define viewer: [user:*, group#member]',
    ),
    tuples: [...upTo(1000).map((i) => `group:${i}#member@user:anne`), 'document:budget#viewer@group:999#member'].map(
      tuple,
    ),
    check: question('user:anne viewer document:budget'),
    expected: false,
  }
}
