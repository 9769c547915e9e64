import type { NodeListOutput, SystemLoadOutput, SystemReadOutput } from '@lockness/client'
import { describe, expect, it } from 'vitest'
import { findingsOf, firstSeen } from './findings.ts'
import type { Snapshot } from './snapshot.ts'

const AT = Date.parse('2026-11-21T03:00:00Z')

const SYSTEM: SystemReadOutput = {
  version: '0.1.0',
  node: 'one',
  startedAt: '2026-11-20T00:00:00Z',
  threads: 2,
  ready: true,
  stalenessMs: 100,
  stalenessMsMax: 5_000,
  database: { reachable: true, embedded: true },
  durability: 'D2',
  clockSkewMs: 3,
  stores: [],
}
const LOAD: SystemLoadOutput = {
  seconds: 60,
  threads: 2,
  perSecond: 10,
  inFlight: 1,
  lagMs: 1,
  refused: {},
  usesMissed: 0,
  operations: [],
}
const NODE: NodeListOutput['items'][number] = {
  id: 'one',
  host: 'eu-1',
  version: '0.1.0',
  startedAt: '2026-11-20T00:00:00Z',
  seenAt: '2026-11-21T02:59:58Z',
  state: 'up',
  isThis: true,
  ready: true,
  threads: 2,
  threadsUp: 2,
  stores: 1,
  behind: 0,
  stalenessMs: 100,
}

interface Wrong {
  readonly system?: Partial<SystemReadOutput>
  readonly load?: Partial<SystemLoadOutput>
  readonly nodes?: readonly Partial<typeof NODE>[]
}

function snapshot({ system, load, nodes = [{}] }: Wrong): Snapshot {
  return {
    atMs: AT,
    system: { value: { ...SYSTEM, ...system } },
    load: { value: { ...LOAD, ...load } },
    nodes: { value: { items: nodes.map((node) => ({ ...NODE, ...node })) } },
    slow: { value: { minutes: 5, items: [] } },
  }
}

const kindsOf = (wrong: Wrong, refused: SystemLoadOutput['refused'] = {}) =>
  findingsOf(snapshot(wrong), AT, refused).map(({ kind }) => kind)

describe('what is wrong', () => {
  it.each<[string, Wrong, string[]]>([
    ['nothing', {}, []],
    ['the database', { system: { database: { reachable: false, embedded: true } } }, ['databaseAway']],
    ['what is known is old', { system: { ready: 'stale', stalenessMs: 9_000 } }, ['stale']],
    ['the clocks', { system: { clockSkewMs: -2_500 } }, ['clock']],
    ['the disk is not waited for', { system: { durability: 'D1' } }, ['durability']],
    ['a node is silent', { nodes: [{}, { id: 'two', isThis: false, state: 'silent' }] }, ['nodeSilent']],
    ['a node is behind', { nodes: [{ behind: 101 }] }, ['nodeBehind']],
    ['a thread is gone', { nodes: [{ threadsUp: 1 }] }, ['threadsGone']],
    ['two versions', { nodes: [{}, { id: 'two', version: '0.2.0' }] }, ['versions']],
    ['requests are refused', { load: { refused: { list: 3 } } }, ['refusing']],
    ['a thread is late', { load: { lagMs: 900 } }, ['busy']],
    ['failures come before warnings', { system: { durability: 'D1', clockSkewMs: 5_000 } }, ['clock', 'durability']],
  ])('%s', (_, wrong, kinds) => {
    expect(kindsOf(wrong)).toEqual(kinds)
  })

  it('is a warning while few are refused, and a failure when many are', () => {
    const severityOf = (list: number) =>
      findingsOf(snapshot({ load: { refused: { list } } }), AT, {}).map(({ severity }) => severity)
    expect([severityOf(9), severityOf(10)]).toEqual([['warning'], ['failure']])
  })
  it('is nothing when what was refused was refused before', () => {
    expect(kindsOf({ load: { refused: { list: 3 } } }, { list: 3 })).toEqual([])
  })

  it('says since when: by the server where it knows, else since it was first seen', () => {
    const away = findingsOf(snapshot({ system: { ready: 'stale', stalenessMs: 9_000 } }), AT, {})
    expect(away[0]?.sinceMs).toBe(AT - 9_000)
    const busy = findingsOf(snapshot({ load: { lagMs: 900 } }), AT, {})
    const first = firstSeen(new Map(), busy, AT)
    expect([...firstSeen(first, busy, AT + 60_000).values()]).toEqual([AT])
    expect(firstSeen(first, [], AT + 60_000).size).toBe(0)
  })

  it('is only the server when that does not answer', () => {
    const failure = { kind: 'away' as const, code: 'unavailable', detail: 'no answer' }
    const seen = { ...snapshot({ nodes: [{ behind: 500 }] }), load: { failure } }
    expect(findingsOf(seen, AT - 20_000, {})).toMatchObject([{ kind: 'serverAway', sinceMs: AT - 20_000 }])
  })
})
