// The chain of many revisions, part by part: each answer says how far it came, and the next one begins with the last
// revision of the one before, so that no link between two parts is left out.

import type { AuditVerifyOutput } from '@lockness/client'

export interface Checked {
  readonly from: number
  readonly to: number
  readonly hash: string | undefined
  readonly faults: AuditVerifyOutput['faults']
}

type Verify = (range: { from: number; to?: number }) => Promise<AuditVerifyOutput>

export async function* checkChain(verify: Verify, first: number, last?: number): AsyncGenerator<Checked> {
  let checked: Checked | undefined
  for (let from = first; ; ) {
    const part = await verify({ from, ...(last !== undefined && { to: last }) })
    checked = {
      from: checked?.from ?? part.from,
      to: part.to,
      hash: part.hash,
      faults: [...(checked?.faults ?? []), ...part.faults],
    }
    yield checked
    if (part.isWhole || part.to < from) return
    from = part.to + 1
  }
}
