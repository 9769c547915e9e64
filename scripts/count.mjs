// How many things a step of `npm test` has shown to work or not, read from how it ended. The rule: a step that failed
// never counts as zero failures, whatever it printed before.

/** A step that is one thing: a type check, a linter. */
export function countStep({ code }) {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** A program whose last line is `N passed, N failed`. */
export function countLastLine({ code, tail }) {
  const match = /(\d+) passed, (\d+) failed\s*$/.exec(tail)
  if (!match) return { passed: 0, failed: 1 }
  return atLeastOneFailure(code, { passed: Number(match[1]), failed: Number(match[2]) })
}

/** Vitest's JSON report. A file that could not be loaded has no tests in it and counts as one failure. */
export function countVitest({ code }, report) {
  if (!report) return { passed: 0, failed: 1 }
  const unloaded = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  )
  return atLeastOneFailure(code, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  })
}

export function addCounts(total, { passed, failed }) {
  total.passed += passed
  total.failed += failed
}

function atLeastOneFailure(code, counts) {
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}
