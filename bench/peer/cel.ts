/** The expression of W6 evaluated by `@bufbuild/cel` alone: parsed and planned once, its values ready in its own forms. */

import { celEnv, parse, plan } from '@bufbuild/cel'
import type { Case } from '../harness/measure.ts'

const EXPRESSION = 'current_time < grant_time + grant_duration && ip in allowed'

export function celCase(name: string, evaluations: number): Case {
  const environment = celEnv()
  const computed = (expression: string) => {
    const value = plan(environment, parse(expression))()
    if (value instanceof Error) throw value
    return value
  }
  const evaluate = plan(environment, parse(EXPRESSION))
  const bindings = {
    current_time: computed('timestamp("2026-01-01T00:00:00Z")'),
    grant_time: computed('timestamp("2025-12-31T00:00:00Z")'),
    grant_duration: computed('duration("48h")'),
    ip: '10.0.0.2',
    allowed: computed('["10.0.0.1", "10.0.0.2", "10.0.0.3"]'),
  }
  return {
    name,
    operations: evaluations,
    expected: evaluations,
    run() {
      let count = 0
      for (let i = 0; i < evaluations; i++) if (evaluate(bindings) === true) count++
      return count
    },
  }
}
