// A short run of what `npm run faults` runs at length: the fewest cells of each fault that show something.

import { expect, test } from 'vitest'
import { Chance } from '../generate/chance.ts'
import { Tally } from '../tally.ts'
import { FAULTS } from './faults.ts'

// Processes are started, killed and waited for, perhaps on a machine that does other things too.
const PATIENCE_MS = 180_000

test.each(FAULTS)(
  '$name: $says',
  async ({ run }) => {
    const tally = new Tally()
    await run({ chance: new Chance(1), tally, seconds: 1, isShort: true, note: () => undefined })
    expect(tally.failures).toEqual([])
    expect(tally.passed).toBeGreaterThan(5)
  },
  PATIENCE_MS,
)
