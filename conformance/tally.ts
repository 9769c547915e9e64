/** What a suite counts: named expectations that held, and those that did not with what was seen instead. */
export class Tally {
  passed = 0
  readonly failures: { readonly name: string; readonly detail: string }[] = []

  expect(holds: boolean, name: string, detail: () => string): boolean {
    if (holds) this.passed++
    else this.failures.push({ name, detail: detail() })
    return holds
  }

  /** Runs what may throw; a throw is a failure like any other. */
  attempt(name: string, run: () => void): void {
    try {
      run()
    } catch (error) {
      this.failures.push({ name, detail: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  }

  add(other: Tally): void {
    this.passed += other.passed
    this.failures.push(...other.failures)
  }
}
