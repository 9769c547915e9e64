// Requests of the examples about stores, keys, models, modules and tuples. The demo is the store that `lockness start`
// makes; what is taken away again is made first, in a store of its own.

import type { ExampleRequest } from './reference-examples.ts'

/** The demo's store. */
export const STORE = '01KAM3DEM0ST0RE000000000A1'
const DRAFTS = '01KAM3DEM0ST0RE000000000B2'
const KEY = '01KAM3DEM0KEY0000000000AA1'
const NEXT_KEY = '01KAM3DEM0KEY0000000000BB2'
const MODEL = '01KAM3DEM0M0DE000000000AA1'
export const TOKEN = 'AQAAAAEAAAAAAAAACZbY1n0demoDemoDemoDemo-before'
const LATER_TOKEN = 'AQAAAAEAAAAAAAAACpbY1n0demoDemoDemoDemo-later'
const VERSION = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00'
const drafts = { parameters: { store: DRAFTS } }
const MODEL_TEXT = `model
  schema 1.1
type user
type doc
  relations
    define owner: [user]
    define viewer: [user] or owner
`
const VENUES = `module venues

type venue
  relations
    define org: [organization]
    define manager: [user] or admin from org
`
const ROOMS = `module rooms

type room
  relations
    define booked: [booking]
    define guest: holder from booked
`
const BOOKINGS = `module bookings

type booking
  relations
    define room: [room]
    define holder: [user]
`
const VENUE_TESTS = `model_file: ../fga.mod
tests:
  - name: who runs the company runs its venues
    tuples:
      - {user: user:vic, relation: manager, object: venue:hall}
    check:
      - {user: user:vic, object: venue:hall, assertions: {manager: true}}
`
const producer = { object: 'show:backstage', relation: 'producer_assigned', subject: 'user:ray' }
const sent = { keeps: { token: TOKEN } }

export const STORE_REQUESTS: readonly ExampleRequest[] = [
  {
    action: 'store.create',
    title: 'A store',
    body: { name: 'drafts', reason: 'to try things' },
    keeps: { id: DRAFTS },
  },
  { action: 'store.list', title: 'A store by its name', query: { name: 'demo' } },
  { action: 'store.read', title: 'How far a store has come' },
  { action: 'store.rename', title: 'Another name', ...drafts, body: { name: 'sketches' } },
  { action: 'store.freeze', title: 'No more writes', ...drafts, body: { reason: 'while we look into it' } },
  { action: 'store.unfreeze', title: 'Writes again', ...drafts, body: {} },

  {
    action: 'key.create',
    title: 'A key that may ask in one store, for a while',
    body: { name: 'backstage web', roles: ['asker'], stores: [STORE], expiresAt: '2030-01-01T00:00:00Z' },
    keeps: { id: KEY },
  },
  { action: 'key.list', title: 'The keys', query: { pageSize: '10' } },
  { action: 'key.read', title: 'One key', parameters: { key: KEY } },
  { action: 'key.read_self', title: 'The key that asks' },
  {
    action: 'key.rotate',
    title: 'A new secret; the old one goes on for an hour',
    parameters: { key: KEY },
    body: { overlapSeconds: 3_600, reason: 'each quarter' },
    keeps: { id: NEXT_KEY },
  },
  { action: 'key.revoke', title: 'Ended at once', parameters: { key: NEXT_KEY }, query: { reason: 'it leaked' } },

  {
    action: 'model.write',
    title: 'A model, and a label for it',
    ...drafts,
    body: { text: MODEL_TEXT, label: 'stable' },
    keeps: { model: MODEL },
  },
  {
    action: 'model.write',
    title: 'A mistake is told with its place',
    ...drafts,
    body: { text: MODEL_TEXT.replace('or owner', 'or owners'), dryRun: true },
  },
  { action: 'model.list', title: 'The versions', ...drafts },
  { action: 'model.get', title: 'By a label', parameters: { store: DRAFTS, model: 'label:stable' } },
  {
    action: 'label.set',
    title: 'A label moves',
    parameters: { store: DRAFTS, label: 'next' },
    body: { model: MODEL, reason: 'ready' },
  },
  { action: 'label.list', title: 'The labels', ...drafts },
  { action: 'label.remove', title: 'A label goes', parameters: { store: DRAFTS, label: 'next' } },

  {
    action: 'module.push',
    title: 'A module with its test',
    parameters: { module: 'venues' },
    body: {
      files: [
        { path: 'model.fga', text: VENUES },
        { path: 'tests.fga.yaml', text: VENUE_TESTS },
      ],
      reason: 'we book halls now',
    },
    keeps: { version: VERSION },
  },
  {
    action: 'module.push_set',
    title: 'Two modules that name one another, to see what would be',
    body: {
      modules: [
        { module: 'rooms', files: [{ path: 'model.fga', text: ROOMS }] },
        { module: 'bookings', files: [{ path: 'model.fga', text: BOOKINGS }] },
      ],
      dryRun: true,
    },
    shows: ['modules', 'isDryRun', 'isAccepted', 'errors'],
  },
  { action: 'module.list', title: 'What is in force' },
  { action: 'module.get', title: 'One module', parameters: { module: 'venues' } },
  {
    action: 'module.remove',
    title: 'What would be without it',
    parameters: { module: 'venues' },
    query: { dryRun: 'true' },
  },
  { action: 'catalog.get', title: 'The words that people read' },

  {
    action: 'tuple.write',
    title: 'Ray makes a show, until 2030',
    body: { added: [{ ...producer, expiresAt: 1_893_456_000_000 }], reason: 'he joins the team' },
    ...sent,
  },
  {
    action: 'tuple.write',
    title: 'A swap: only if Ivy is there, and once however often it is sent',
    headers: { 'idempotency-key': 'swap-2026-11-21' },
    body: {
      added: [{ object: 'show:backstage', relation: 'moderator_assigned', subject: 'user:ray' }],
      removed: [producer],
      preconditions: [{ kind: 'exists', object: 'show:backstage', relation: 'producer_assigned', subject: 'user:ivy' }],
      reason: 'he moderates now',
    },
    keeps: { token: LATER_TOKEN },
  },
  { action: 'tuple.read', title: 'Who works on a show', query: { object: 'show:backstage', pageSize: '10' } },
  { action: 'tuple.history', title: 'One tuple, from its beginning to its end', query: producer },
  {
    action: 'tuple.preview',
    title: 'What would be if Ray came back: who would gain what',
    body: {
      added: [producer],
      relations: ['show#can_publish', 'show#can_view_analytics'],
      consistency: { mode: 'at_least', token: LATER_TOKEN },
    },
  },
  {
    action: 'tuple.preview',
    title: 'What a write would do by a module that is still being written',
    body: {
      added: [{ object: 'venue:hall', relation: 'manager', subject: 'user:ray' }],
      draft: { modules: [{ module: 'venues', files: [{ path: 'model.fga', text: VENUES }] }] },
      consistency: { mode: 'at_least', token: LATER_TOKEN },
    },
  },
  { action: 'object.count', title: 'What there is' },
  {
    action: 'object.list',
    title: 'The companies that belong to nobody',
    body: { type: 'organization', containers: ['parent'], isOutermost: true },
  },
  {
    action: 'object.access',
    title: 'Who may publish a show, and by what',
    body: { object: 'show:backstage', relations: ['can_publish'], subjectTypes: ['user'], subjectsMax: 2 },
  },
  { action: 'object.history', title: 'What happened to a show', query: { object: 'show:backstage', pageSize: '2' } },
  { action: 'tuple.export', title: 'All of them, at one revision' },
  {
    action: 'tuple.import',
    title: 'Two tuples, as lines',
    ...drafts,
    query: { import: 'first' },
    body: [
      { object: 'doc:plan', relation: 'owner', subject: 'user:anne' },
      { object: 'doc:plan', relation: 'viewer', subject: 'user:bob' },
    ]
      .map((tuple) => `${JSON.stringify(tuple)}\n`)
      .join(''),
  },
  { action: 'tuple.delete', title: 'Everything of a document', ...drafts, body: { object: 'doc:plan' } },
  { action: 'audit.list', title: 'What was done last', query: { action: 'tuple.write', pageSize: '2' } },
  { action: 'audit.list', title: 'Who touched a show', query: { text: 'show:backstage', pageSize: '2' } },
  { action: 'audit.list_system', title: 'Who made keys', query: { action: 'key.create' } },
  { action: 'audit.read', title: 'What a write changed, before and after', parameters: { revision: '12' } },
  {
    action: 'audit.read_system',
    title: 'What the first change of the installation was',
    parameters: { revision: '1' },
  },
  { action: 'audit.verify', title: 'Nobody has altered the first ten revisions', query: { from: '1', to: '10' } },
  { action: 'audit.verify_system', title: 'Nor what was done with keys', query: { from: '1' } },
]

/** After everything else. */
export const LAST_REQUESTS: readonly ExampleRequest[] = [
  { action: 'store.delete', title: 'Closed for ever', ...drafts, query: { reason: 'tried enough' } },
]
