// Between a moment and what `<input type="datetime-local">` holds: the wall clock of this machine, without a zone.

/** `2026-03-03T14:05:09`, or nothing when there is no such moment. */
export function toLocalText(at: Date): string {
  if (Number.isNaN(at.getTime())) return ''
  const [date, time] = [
    [String(at.getFullYear()).padStart(4, '0'), padded(at.getMonth() + 1), padded(at.getDate())],
    [padded(at.getHours()), padded(at.getMinutes()), padded(at.getSeconds())],
  ]
  return `${date.join('-')}T${time.join(':')}`
}

/** The moment that the text means here; nothing while it is being typed. */
export function fromLocalText(text: string): Date | undefined {
  if (!/^\d{4,}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text)) return undefined
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? undefined : at
}

/** The name of the zone in which this machine tells the time. */
export function localZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}

function padded(part: number): string {
  return String(part).padStart(2, '0')
}
