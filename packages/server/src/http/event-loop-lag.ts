/** How late a timer of this thread was, in milliseconds: what a request waits before anybody looks at it. */
export interface EventLoopLag {
  read(): number
  stop(): void
}

export function measureLag(clock: () => number, everyMs = 50): EventLoopLag {
  let lag = 0
  let due = clock() + everyMs
  // Timers run before sockets are read, so after a long block the value is there when the waiting requests are.
  const timer = setInterval(() => {
    lag = Math.max(0, clock() - due)
    due = clock() + everyMs
  }, everyMs)
  timer.unref()
  return { read: () => lag, stop: () => clearInterval(timer) }
}
