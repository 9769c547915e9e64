// Long work cut into slices: a generator that yields about every half millisecond, so that whoever runs it can answer
// questions in between. Run to the end at once it is ordinary work.

/** Numbers looked at between two yields. */
export const SLICE = 32_768

export function finish<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
