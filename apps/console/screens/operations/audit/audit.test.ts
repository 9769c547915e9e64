import type { AuditVerifyOutput } from '@lockness/client'
import { describe, expect, it } from 'vitest'
import { auditHref, auditInput, readAuditView } from './audit-address.ts'
import { checkChain } from './check-chain.ts'
import { differencesOf, kindOf } from './tuple-change.ts'

describe('what is shown of the audit log', () => {
  const address = 'scope=01S&actor=api_key%3A1&text=doc%3A1%23viewer&since=2026-11-21T00%3A00%3A00.000Z&revision=7'
  const view = readAuditView(Object.fromEntries(new URLSearchParams(address)), 'system')

  it('is its address', () => {
    expect(auditHref(view)).toBe(`/operations/audit?${address}`)
    expect(auditInput(view)).toEqual({
      pageSize: 50,
      actor: 'api_key:1',
      text: 'doc:1#viewer',
      since: '2026-11-21T00:00:00.000Z',
    })
  })

  it('begins at the newest again with another filter, and stays where it is when a record is opened', () => {
    const paged = { ...view, cursor: 'abc' }
    expect(auditHref(paged, { action: 'key.create' })).not.toMatch(/cursor|revision/)
    expect(auditHref(paged, { revision: 3 })).toMatch(/cursor=abc&.*revision=3/)
  })

  it('takes anything that an address may be', () => {
    expect(readAuditView({ since: 'yesterday', revision: '-1', actor: ['a', 'b'] }, 'system')).toMatchObject({
      scope: 'system',
      actor: 'a',
      since: undefined,
      revision: undefined,
    })
  })
})

describe('a change', () => {
  const tuple = { object: 'doc:1', relation: 'viewer', subject: 'user:ann' }
  const after = { ...tuple, expiresAt: 0, condition: { name: 'office', context: { country: 'SE' } } }

  it('is a gift, a loss, or another condition or end', () => {
    expect([{ after: tuple }, { before: tuple }, { before: tuple, after }].map(kindOf)).toEqual([
      'added',
      'removed',
      'changed',
    ])
    expect(differencesOf({ before: tuple, after })).toEqual([
      { what: 'condition', before: undefined, after: 'office {"country":"SE"}' },
      { what: 'end', before: undefined, after: '1970-01-01T00:00:00.000Z' },
    ])
    expect(differencesOf({ after: tuple })).toEqual([])
  })
})

describe('a long chain', () => {
  const part = (from: number, to: number, isWhole: boolean): AuditVerifyOutput => ({
    from,
    to,
    isWhole,
    hash: `h${to}`,
    faults: to === 20 ? [{ kind: 'chain', revision: 15, message: 'wrong' }] : [],
  })

  it('is computed part by part, and all that is wrong is kept', async () => {
    const asked: number[] = []
    const verify = async ({ from }: { from: number }) => {
      asked.push(from)
      return part(from, from + 9, from > 20)
    }
    const steps = []
    for await (const step of checkChain(verify, 1)) steps.push(step)
    expect(asked).toEqual([1, 11, 21])
    expect(steps.at(-1)).toMatchObject({ from: 1, to: 30, hash: 'h30', faults: [{ revision: 15 }] })
  })

  it('ends where the server comes no further', async () => {
    const verify = async () => part(5, 4, false)
    const steps = []
    for await (const step of checkChain(verify, 5)) steps.push(step)
    expect(steps).toHaveLength(1)
  })
})
