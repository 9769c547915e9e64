// What a run says: one row for each figure, with the floor measured in the same run and the distance to it. Goals are
// kept apart, in goals.ts, so that a row is a fact and nothing else.

import { type Goal, goalFor } from './goals.ts'

export interface Figure {
  readonly workload: string
  readonly metric: string
  readonly value: number
  readonly unit: string
  /** In the same unit; null where nothing can be named that the machine could do at best. */
  readonly floor: number | null
  /** How many answers were compared with known ones. */
  readonly checked: number
}

export interface Row extends Figure {
  /** value ÷ floor */
  readonly ofFloor: number | null
}

export class Report {
  readonly rows: Row[] = []
  private readonly write: (line: string) => void

  constructor(write: (line: string) => void) {
    this.write = write
  }

  add(figure: Figure): void {
    const ofFloor = figure.floor === null ? null : figure.value / figure.floor
    const row = {
      ...figure,
      ofFloor: ofFloor === null ? null : rounded(ofFloor),
      value: rounded(figure.value),
      floor: figure.floor === null ? null : rounded(figure.floor),
    }
    this.rows.push(row)
    this.write(line(row))
  }

  heading(text: string): void {
    this.write(`\n${text}`)
  }

  say(text: string): void {
    this.write(`  ${text}`)
  }

  /** The goals that this run has figures for. */
  summary(): string[] {
    const judged = this.rows.flatMap((row) => {
      const goal = goalFor(row)
      return goal ? [{ row, goal, met: isMet(row, goal) }] : []
    })
    if (judged.length === 0) return []
    const lines = judged.map(
      ({ row, goal, met }) =>
        `  ${met ? 'met   ' : 'MISSED'}  ${name(row).padEnd(NAME_WIDTH)} ${goal.says}, measured ${measured(row, goal)}`,
    )
    const missed = judged.filter(({ met }) => !met).length
    return [`goals: ${judged.length - missed} met, ${missed} missed`, ...lines]
  }

  markdown(): string[] {
    const head = '| workload | metric | value | floor | of floor | goal | checked |'
    const rows = this.rows.map((row) => {
      const goal = goalFor(row)
      const verdict = goal ? `${goal.says}: ${isMet(row, goal) ? 'met' : '**missed**'}` : ''
      const floor = row.floor === null ? '' : shown(row.floor)
      const distance = row.ofFloor === null ? '' : shown(row.ofFloor)
      return `| ${row.workload} | ${row.metric} | ${shown(row.value)} ${row.unit} | ${floor} | ${distance} | ${verdict} | ${row.checked} |`
    })
    return [head, '|---|---|--:|--:|--:|---|--:|', ...rows]
  }
}

function isMet(row: Row, goal: Goal): boolean {
  const value = goal.of === 'value' ? row.value : row.ofFloor
  if (value === null) return false
  return goal.atMost === undefined ? value >= goal.atLeast! : value <= goal.atMost
}

function measured(row: Row, goal: Goal): string {
  return goal.of === 'value' ? `${shown(row.value)} ${row.unit}` : `${shown(row.ofFloor ?? Number.NaN)} × floor`
}

const NAME_WIDTH = 58

function name({ workload, metric }: Row): string {
  return `${workload} ${metric}`
}

function line(row: Row): string {
  const distance = row.ofFloor === null ? '' : `${shown(row.ofFloor)} × floor ${shown(row.floor!)}`
  return `  ${name(row).padEnd(NAME_WIDTH)} ${`${shown(row.value)} ${row.unit}`.padStart(18)}   ${distance.padEnd(24)} checked ${row.checked}`
}

function rounded(value: number): number {
  return Number(value.toPrecision(4))
}

function shown(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US')
  return String(Number(value.toPrecision(3)))
}
