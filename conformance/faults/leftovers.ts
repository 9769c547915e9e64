// What a run has started and not yet ended, so that one that is interrupted leaves nothing behind.

const ends = new Set<() => void>()

/** Returns how to say that it has ended. */
export function remember(end: () => void): () => void {
  ends.add(end)
  return () => ends.delete(end)
}

/** The last one first: what was started later uses what was there before. */
export function endEverything(): void {
  for (const end of [...ends].reverse()) end()
}
