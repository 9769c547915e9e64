// What changed between two texts, line by line: the longest common subsequence, after the common beginning and end are set
// aside. Removed and added lines that stand against each other are one changed line, with the part that differs. A pair of texts
// that would cost too much is shown as all removed and all added, which is true if not helpful.

export type DiffLine =
  | { readonly kind: 'same'; readonly text: string; readonly before: number; readonly after: number }
  | { readonly kind: 'removed'; readonly text: string; readonly before: number; readonly mark?: Marked }
  | { readonly kind: 'added'; readonly text: string; readonly after: number; readonly mark?: Marked }

/** The part of a changed line that differs: from, to. */
export type Marked = readonly [from: number, to: number]

/** Cells of the table of the longest common subsequence: 16 MB of them at most. */
const CELLS_MAX = 4_000_000

export function diffLines(before: string, after: string): DiffLine[] {
  const a = linesOf(before)
  const b = linesOf(after)
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++

  const lines: DiffLine[] = []
  const same = (i: number, j: number) => lines.push({ kind: 'same', text: a[i] ?? '', before: i + 1, after: j + 1 })
  for (let i = 0; i < head; i++) same(i, i)
  for (const [i, j] of matches(a, b, head, tail)) {
    if (i !== undefined && j !== undefined) same(i, j)
    else if (i !== undefined) lines.push({ kind: 'removed', text: a[i] ?? '', before: i + 1 })
    else if (j !== undefined) lines.push({ kind: 'added', text: b[j] ?? '', after: j + 1 })
  }
  for (let i = a.length - tail; i < a.length; i++) same(i, i - a.length + b.length)
  return withMarks(lines)
}

/** Runs of lines: those that changed with some around them, and between them those that can be folded away. */
export interface DiffRun {
  readonly isFolded: boolean
  readonly lines: readonly DiffLine[]
}

export function foldSame(lines: readonly DiffLine[], context = 3): DiffRun[] {
  const isNear = new Uint8Array(lines.length)
  for (const [index, { kind }] of lines.entries()) {
    if (kind !== 'same') isNear.fill(1, Math.max(0, index - context), index + context + 1)
  }
  const runs: { isFolded: boolean; lines: DiffLine[] }[] = []
  for (const [index, line] of lines.entries()) {
    const isFolded = isNear[index] === 0
    const run = runs.at(-1)
    if (run?.isFolded === isFolded) run.lines.push(line)
    else runs.push({ isFolded, lines: [line] })
  }
  // A fold of one line takes as much room as the line.
  return runs.map((run) => (run.lines.length === 1 ? { ...run, isFolded: false } : run))
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

type Match = readonly [before: number | undefined, after: number | undefined]

function matches(a: readonly string[], b: readonly string[], head: number, tail: number): Match[] {
  const rows = a.length - head - tail
  const columns = b.length - head - tail
  const found: Match[] = []
  let i = 0
  let j = 0
  if ((rows + 1) * (columns + 1) <= CELLS_MAX) {
    const lengths = commonLengths(a, b, head, rows, columns)
    const at = (row: number, column: number) => lengths[row * (columns + 1) + column] ?? 0
    while (i < rows && j < columns) {
      if (a[head + i] === b[head + j]) found.push([head + i++, head + j++])
      else if (at(i + 1, j) >= at(i, j + 1)) found.push([head + i++, undefined])
      else found.push([undefined, head + j++])
    }
  }
  while (i < rows) found.push([head + i++, undefined])
  while (j < columns) found.push([undefined, head + j++])
  return found
}

/** For each pair of places: how many lines what follows has in common. */
function commonLengths(
  a: readonly string[],
  b: readonly string[],
  head: number,
  rows: number,
  columns: number,
): Uint32Array {
  const width = columns + 1
  const lengths = new Uint32Array((rows + 1) * width)
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      const below = lengths[(i + 1) * width + j] ?? 0
      const beside = lengths[i * width + j + 1] ?? 0
      lengths[i * width + j] =
        a[head + i] === b[head + j] ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(below, beside)
    }
  }
  return lengths
}

/** Blocks with as many removed as added lines are changes of these lines, one against one. */
function withMarks(lines: readonly DiffLine[]): DiffLine[] {
  const marked = [...lines]
  for (let from = 0; from < lines.length; from++) {
    if (lines[from]?.kind !== 'removed') continue
    let to = from
    while (lines[to]?.kind === 'removed') to++
    let end = to
    while (lines[end]?.kind === 'added') end++
    if (end - to === to - from) {
      for (let k = 0; k < to - from; k++) markPair(marked, from + k, to + k)
    }
    from = end - 1
  }
  return marked
}

function markPair(lines: DiffLine[], removedAt: number, addedAt: number): void {
  const removed = lines[removedAt]
  const added = lines[addedAt]
  if (removed?.kind !== 'removed' || added?.kind !== 'added') return
  const [a, b] = [removed.text, added.text]
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  if (head + tail === 0) return
  lines[removedAt] = { ...removed, mark: [head, a.length - tail] }
  lines[addedAt] = { ...added, mark: [head, b.length - tail] }
}
