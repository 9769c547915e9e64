/** How late the timers of this thread are, all of them for a while: what a request waits before anybody looks at it. */
export interface EventLoopLag {
  read(): number
  stop(): void
}

/** A thread that was held up once has caught up after it; to refuse what waited then would help nobody. */
const TIMERS = 5

export function measureLag(clock: () => number, everyMs = 50): EventLoopLag {
  const late = new Array<number>(TIMERS).fill(0)
  let least = 0
  let at = 0
  let due = clock() + everyMs
  // Timers run before sockets are read, so after a long block the value is there when the waiting requests are.
  const timer = setInterval(() => {
    late[at] = Math.max(0, clock() - due)
    at = (at + 1) % TIMERS
    least = Math.min(...late)
    due = clock() + everyMs
  }, everyMs)
  timer.unref()
  return { read: () => least, stop: () => clearInterval(timer) }
}
