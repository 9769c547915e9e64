// Requests of the examples that ask: about the demo's world, its usage, and the server itself.

import type { ExampleRequest } from './reference-examples.ts'
import { TOKEN } from './reference-store-requests.ts'

const CURSOR = 'eyJkZW1vIjoidGhlIG5leHQgcGFnZSJ9'
const eve = { subject: 'user:eve', relation: 'can_edit_profile', object: 'artist:luna' }
const organizations = { subject: 'user:adam', relation: 'admin', type: 'organization', pageSize: 1 }

export const QUESTION_REQUESTS: readonly ExampleRequest[] = [
  { action: 'access.check', title: 'May Eve edit the profile of Luna?', body: eve },
  {
    action: 'access.check',
    title: 'With a write in it that was just made',
    body: {
      subject: 'user:ray',
      relation: 'can_moderate_comments',
      object: 'show:backstage',
      consistency: { mode: 'at_least', token: TOKEN },
    },
  },
  {
    action: 'access.check',
    title: 'What if? With a tuple that is not stored',
    body: {
      subject: 'user:zoe',
      relation: 'admin',
      object: 'organization:indigo',
      contextualTuples: [{ object: 'organization:northstar', relation: 'admin_assigned', subject: 'user:zoe' }],
      purpose: 'simulate',
    },
  },
  {
    action: 'access.check',
    title: 'What the model does not know is refused',
    body: { ...eve, relation: 'can_fly' },
  },
  {
    action: 'access.check_many',
    title: 'All at one revision; what is wrong with one is its own result',
    body: { checks: [eve, { ...eve, subject: 'user:rhea' }, { ...eve, relation: 'can_fly' }] },
  },
  {
    action: 'access.list_objects',
    title: 'The companies that Adam runs, page by page',
    body: organizations,
    keeps: { cursor: CURSOR },
  },
  { action: 'access.list_objects', title: 'The next page', body: { ...organizations, cursor: CURSOR } },
  {
    action: 'access.list_objects',
    title: 'All of them as they are found, a line each',
    headers: { accept: 'application/x-ndjson' },
    body: { subject: 'user:adam', relation: 'admin', type: 'organization' },
  },
  {
    action: 'access.list_subjects',
    title: 'Who may edit the profile of Luna',
    body: { object: eve.object, relation: eve.relation, type: 'user' },
  },
  {
    action: 'access.list_relations',
    title: 'Which of these Eve has',
    body: {
      subject: eve.subject,
      object: eve.object,
      relations: ['can_edit_profile', 'can_manage_team', 'can_transfer'],
    },
  },
  {
    action: 'access.expand',
    title: 'What a relation is made of',
    body: { object: 'organization:indigo', relation: 'admin' },
  },
  {
    action: 'access.explain',
    title: 'Why Adam runs Indigo',
    body: { subject: 'user:adam', relation: 'admin', object: 'organization:indigo' },
  },
  {
    action: 'access.explain',
    title: 'Why Rhea does not',
    body: { subject: 'user:rhea', relation: 'admin', object: 'organization:indigo' },
  },
  { action: 'access.find_names', title: 'Whose name has `lu` in it', body: { text: 'lu', max: 3 } },
  {
    action: 'store.watch',
    title: 'What came after a token, as events',
    query: { token: TOKEN, objectType: 'show' },
    lines: 8,
  },
  {
    action: 'store.watch',
    title: 'The same as lines of JSON',
    query: { token: TOKEN, objectType: 'show' },
    headers: { accept: 'application/x-ndjson' },
    lines: 2,
  },
  {
    action: 'usage.tuples',
    title: 'What nobody has needed',
    query: { object: 'organization:rival', unusedSince: '2026-01-01' },
  },
  { action: 'usage.relations', title: 'By relation' },
  { action: 'usage.modules', title: 'By module' },
  { action: 'system.read', title: 'What this node is' },
  {
    action: 'system.load',
    title: 'How much is asked of this node',
    shows: ['seconds', 'threads', 'inFlight', 'lagMs', 'usesMissed'],
  },
  { action: 'system.slow_questions', title: 'What took longest', shows: ['minutes'] },
  { action: 'node.list', title: 'What runs' },
  { action: 'system.metrics', title: 'For Prometheus', lines: 2 },
  { action: 'health.live', title: 'It lives' },
  { action: 'health.ready', title: 'It can be asked' },
  { action: 'health.started', title: 'It has started' },
  { action: 'api.describe', title: 'For programs', shows: ['openapi', 'info'] },
  { action: 'api.read', title: 'For people', lines: 1 },
]
