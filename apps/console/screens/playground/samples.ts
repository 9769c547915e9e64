// Small worlds to begin with: the shapes in which access is usually drawn up, in our own words. Each has its tuples, its tests
// and a question whose answer is worth a look. The verticals, which are larger, come from the project (see verticals.ts).

import { type Scratch, TUPLES } from './scratch.ts'

export interface Sample {
  readonly id: 'documents' | 'code' | 'desks' | 'hours' | 'roles' | 'blank'
  readonly scratch: Scratch
}

const head = (name: string) => `name: ${name}\nmodel_file: model.fga\ntuple_file: ${TUPLES}\n\n`

const DOCUMENTS: Scratch = {
  kind: 'whole',
  files: {
    'model.fga': `model
  schema 1.1

type user

type team
  relations
    define member: [user, team#member]

# What is given on a folder holds for all that lies in it.
type folder
  relations
    define parent: [folder]
    define owner: [user]
    define editor: [user, team#member] or owner or editor from parent
    define reader: [user, user:*, team#member] or editor or reader from parent

type document
  relations
    define folder: [folder]
    define author: [user]
    define locked: [user:*]
    define can_read: author or reader from folder
    define can_edit: (author or editor from folder) but not locked
    define can_share: owner from folder
`,
    [TUPLES]: `- {user: user:ines, relation: owner, object: folder:plans}
- {user: folder:plans, relation: parent, object: folder:summer}
- {user: user:omar, relation: member, object: team:press}
- {user: team:press#member, relation: editor, object: folder:summer}
- {user: folder:summer, relation: folder, object: document:launch}
- {user: folder:summer, relation: folder, object: document:budget}
- {user: user:*, relation: locked, object: document:budget}
`,
    'tests.fga.yaml': `${head('Documents')}tests:
  - name: a folder's editors edit what lies in it, also deeper
    check:
      - {user: user:omar, object: document:launch, assertions: {can_read: true, can_edit: true, can_share: false}}
      - {user: user:ines, object: document:launch, assertions: {can_edit: true}}
  - name: a locked document is read and not edited
    check:
      - {user: user:ines, object: document:budget, assertions: {can_read: true, can_edit: false}}
`,
  },
  question: { subject: 'user:omar', relation: 'can_edit', object: 'document:launch', context: '' },
}

const CODE: Scratch = {
  kind: 'whole',
  files: {
    'model.fga': `model
  schema 1.1

type user

type company
  relations
    define owner: [user]
    define member: [user] or owner
    define base_reader: [company#member]
    define base_writer: [company#member]

type group
  relations
    define member: [user, group#member]

# Each level of a repository holds all levels below it.
type repository
  relations
    define company: [company]
    define admin: [user, group#member] or owner from company
    define maintainer: [user, group#member] or admin
    define writer: [user, group#member] or maintainer or base_writer from company
    define reader: [user, group#member] or writer or base_reader from company
    define can_merge: maintainer
    define can_push: writer
    define can_delete: admin
`,
    [TUPLES]: `- {user: user:lea, relation: owner, object: company:northwind}
- {user: user:kofi, relation: member, object: company:northwind}
- {user: company:northwind#member, relation: base_reader, object: company:northwind}
- {user: company:northwind, relation: company, object: repository:engine}
- {user: group:core#member, relation: maintainer, object: repository:engine}
- {user: group:night#member, relation: member, object: group:core}
- {user: user:tove, relation: member, object: group:night}
`,
    'tests.fga.yaml': `${head('Repositories')}tests:
  - name: levels hold what is below them
    check:
      - {user: user:lea, object: repository:engine, assertions: {can_delete: true, can_push: true, reader: true}}
      - {user: user:tove, object: repository:engine, assertions: {can_merge: true, can_delete: false}}
      - {user: user:kofi, object: repository:engine, assertions: {reader: true, can_push: false}}
    list_objects:
      - {user: user:tove, type: repository, assertions: {can_push: [repository:engine]}}
`,
  },
  question: { subject: 'user:tove', relation: 'can_merge', object: 'repository:engine', context: '' },
}

const DESKS: Scratch = {
  kind: 'whole',
  files: {
    'model.fga': `model
  schema 1.1

type user

# A workspace with guests: people of another company, who are asked in for one channel.
type workspace
  relations
    define admin: [user]
    define member: [user] or admin
    define guest: [user]

type channel
  relations
    define workspace: [workspace]
    define invited: [user]
    define open: [workspace#member]
    define can_read: (invited and member from workspace) or (invited and guest from workspace) or open
    define can_post: can_read but not muted
    define muted: [user]
    define can_archive: admin from workspace
`,
    [TUPLES]: `- {user: user:ada, relation: admin, object: workspace:harbour}
- {user: user:ben, relation: member, object: workspace:harbour}
- {user: user:gus, relation: guest, object: workspace:harbour}
- {user: workspace:harbour, relation: workspace, object: channel:launch}
- {user: workspace:harbour, relation: workspace, object: channel:all}
- {user: workspace:harbour#member, relation: open, object: channel:all}
- {user: user:gus, relation: invited, object: channel:launch}
- {user: user:mia, relation: invited, object: channel:launch}
- {user: user:ben, relation: muted, object: channel:all}
`,
    'tests.fga.yaml': `${head('Channels')}tests:
  - name: an invitation counts only together with a place in the workspace
    check:
      - {user: user:gus, object: channel:launch, assertions: {can_read: true}}
      - {user: user:mia, object: channel:launch, assertions: {can_read: false}}
      - {user: user:gus, object: channel:all, assertions: {can_read: false}}
  - name: who is muted reads on
    check:
      - {user: user:ben, object: channel:all, assertions: {can_read: true, can_post: false}}
`,
  },
  question: { subject: 'user:mia', relation: 'can_read', object: 'channel:launch', context: '' },
}

const HOURS: Scratch = {
  kind: 'whole',
  files: {
    'model.fga': `model
  schema 1.1

type user

type account
  relations
    define owner: [user]
    define deputy: [user with until, user with up_to]
    define can_see: owner or deputy
    define can_pay: owner or deputy

# Until a day that is written into the tuple; the time of the question comes with the question.
condition until(now: timestamp, end: timestamp) {
  now < end
}

condition up_to(amount: int, limit: int) {
  amount <= limit
}
`,
    [TUPLES]: `- {user: user:rosa, relation: owner, object: account:shop}
- user: user:jon
  relation: deputy
  object: account:shop
  condition: {name: up_to, context: {limit: 500}}
- user: user:kim
  relation: deputy
  object: account:shop
  condition: {name: until, context: {end: "2026-12-31T00:00:00Z"}}
`,
    'tests.fga.yaml': `${head('Conditions')}tests:
  - name: a deputy pays up to a limit
    check:
      - {user: user:jon, object: account:shop, context: {amount: 500}, assertions: {can_pay: true}}
      - {user: user:jon, object: account:shop, context: {amount: 501}, assertions: {can_pay: false}}
  - name: and for a while
    check:
      - {user: user:kim, object: account:shop, context: {now: "2026-12-30T12:00:00Z"}, assertions: {can_pay: true}}
      - {user: user:kim, object: account:shop, context: {now: "2027-01-01T12:00:00Z"}, assertions: {can_pay: false}}
`,
  },
  question: { subject: 'user:jon', relation: 'can_pay', object: 'account:shop', context: '{"amount": 400}' },
}

const ROLES: Scratch = {
  kind: 'whole',
  files: {
    'model.fga': `model
  schema 1.1

type user

# A role is a thing that customers make themselves: which permissions it has is data, not model.
type role
  relations
    define holder: [user]

type shop
  relations
    define view_orders: [role#holder]
    define refund_orders: [role#holder]
    define edit_prices: [role#holder]

type order
  relations
    define shop: [shop]
    define clerk: [user]
    define can_view: clerk or view_orders from shop
    define can_refund: refund_orders from shop but not clerk
`,
    [TUPLES]: `- {user: user:nia, relation: holder, object: role:support}
- {user: user:per, relation: holder, object: role:cashier}
- {user: role:support#holder, relation: view_orders, object: shop:oslo}
- {user: role:support#holder, relation: refund_orders, object: shop:oslo}
- {user: role:cashier#holder, relation: view_orders, object: shop:oslo}
- {user: shop:oslo, relation: shop, object: order:71}
- {user: user:per, relation: clerk, object: order:71}
`,
    'tests.fga.yaml': `${head('Roles of the customer')}tests:
  - name: a role gives what it was given
    check:
      - {user: user:nia, object: order:71, assertions: {can_view: true, can_refund: true}}
      - {user: user:per, object: order:71, assertions: {can_view: true, can_refund: false}}
`,
  },
  question: { subject: 'user:per', relation: 'can_refund', object: 'order:71', context: '' },
}

const BLANK: Scratch = {
  kind: 'whole',
  files: {
    'model.fga': `model
  schema 1.1

type user

type thing
  relations
    define owner: [user]
    define can_use: owner
`,
    [TUPLES]: `- {user: user:anne, relation: owner, object: thing:1}\n`,
    'tests.fga.yaml': `${head('Mine')}tests:
  - name: an owner uses what is theirs
    check:
      - {user: user:anne, object: thing:1, assertions: {can_use: true}}
      - {user: user:bob, object: thing:1, assertions: {can_use: false}}
`,
  },
  question: { subject: 'user:anne', relation: 'can_use', object: 'thing:1', context: '' },
}

export const SAMPLES: readonly Sample[] = [
  { id: 'documents', scratch: DOCUMENTS },
  { id: 'code', scratch: CODE },
  { id: 'desks', scratch: DESKS },
  { id: 'hours', scratch: HOURS },
  { id: 'roles', scratch: ROLES },
  { id: 'blank', scratch: BLANK },
]
