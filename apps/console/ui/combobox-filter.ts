// Which options answer to what was typed, the best first: the whole text, then its beginning, then the beginning of a word,
// then anywhere. Case and accents do not count. Pure, so that a room can rank in the same way.

export interface ComboboxOption {
  readonly value: string
  readonly label: string
  /** Said second and smaller: the id of a subject, the sentence of a permission. It is searched too. */
  readonly detail?: string | undefined
  readonly isDisabled?: boolean | undefined
}

/** The options that match, best first; those that match equally well keep their order. */
export function filterOptions<Option extends ComboboxOption>(
  options: readonly Option[],
  query: string,
  max = 100,
): Option[] {
  const wanted = folded(query.trim())
  if (wanted === '') return options.slice(0, max)
  return options
    .map((option) => ({ option, rank: rankOf(option, wanted) }))
    .filter(({ rank }) => Number.isFinite(rank))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, max)
    .map(({ option }) => option)
}

/** The next option that can be chosen from `from` in the direction, around the ends; -1 when there is none. */
export function nextOption(options: readonly ComboboxOption[], from: number, step: 1 | -1): number {
  for (let tried = 1; tried <= options.length; tried++) {
    const at = ((((from < 0 && step < 0 ? 0 : from) + step * tried) % options.length) + options.length) % options.length
    if (!options[at]?.isDisabled) return at
  }
  return -1
}

const NO_MATCH = 4

/** All of the id is as good as all of the label; any other match in the id, and then in the detail, is worth less. */
function rankOf({ value, label, detail }: ComboboxOption, wanted: string): number {
  const ranks = [label, value, detail ?? ''].map((text) => rankIn(text, wanted))
  if (ranks[1] === 0) return 0
  const field = ranks.findIndex((rank) => rank < NO_MATCH)
  return field < 0 ? Number.POSITIVE_INFINITY : field * NO_MATCH + (ranks[field] ?? 0)
}

function rankIn(text: string, wanted: string): number {
  const within = folded(text)
  const at = within.indexOf(wanted)
  if (at < 0) return NO_MATCH
  if (at === 0) return within.length === wanted.length ? 0 : 1
  return new RegExp(`[^\\p{L}\\p{N}]${escaped(wanted)}`, 'u').test(within) ? 2 : 3
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
}
