'use client'

// Series over time. The drawing is loaded when it is needed (uPlot, 20 KB), and the same figures are a table for whoever wants
// or needs one. Values that were not measured are gaps.

import dynamic from 'next/dynamic'
import { type ReactNode, useId, useState } from 'react'
import { Button } from './button.tsx'
import { classes } from './classes.ts'
import { DataTable } from './data-table.tsx'
import { useLocale, useUiTexts } from './provider.tsx'
import { exactTime } from './relative-time.ts'
import type { Column } from './table-column.ts'
import { Time } from './time.tsx'

export interface ChartSeries {
  readonly id: string
  readonly label: string
  /** One for each time; nothing where nothing was measured. */
  readonly values: readonly (number | null)[]
}

export interface LineChartProps {
  /** The heading of the chart, and its name. */
  readonly title: ReactNode
  /** What one should see in it, in a sentence: it is said to those who see no lines. */
  readonly summary: string
  /** In milliseconds, the oldest first. */
  readonly times: readonly number[]
  readonly series: readonly ChartSeries[]
  readonly format: (value: number) => string
  /** What the column of times is called. */
  readonly timeLabel: string
  readonly height?: number
  readonly className?: string
}

const Canvas = dynamic(async () => (await import('./line-chart-canvas.tsx')).LineChartCanvas, { ssr: false })
const COLORS = ['bg-series-1', 'bg-series-2', 'bg-series-3', 'bg-series-4', 'bg-series-5']
const ROWS_MAX = 200

export function LineChart(props: LineChartProps) {
  const { title, summary, times, series, format, height = 200, className } = props
  const texts = useUiTexts()
  const heading = useId()
  const [isTable, setTable] = useState(false)
  return (
    <figure aria-labelledby={heading} className={classes('flex min-w-0 flex-col gap-3', className)}>
      <figcaption className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <span id={heading} className="font-semibold text-base">
          {title}
        </span>
        <Button size="small" kind="quiet" onClick={() => setTable(!isTable)}>
          {isTable ? texts.asChart : texts.asTable}
        </Button>
      </figcaption>
      {isTable ? (
        <ChartTable {...props} />
      ) : (
        <>
          <div role="img" aria-label={summary} style={{ height }} className="min-w-0">
            <Canvas times={times} series={series} format={format} height={height} />
          </div>
          <ul className="flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs">
            {series.map(({ id, label, values }, index) => (
              <li key={id} className="flex items-center gap-1.5">
                <span aria-hidden="true" className={classes('h-0.5 w-3 rounded-full', COLORS[index % COLORS.length])} />
                {label}
                <span className="text-ink tabular-nums">{lastOf(values, format)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </figure>
  )
}

interface TableLine {
  readonly time: number
  readonly index: number
}

function ChartTable({ title, times, series, format, timeLabel, summary }: LineChartProps) {
  const locale = useLocale()
  const lines: TableLine[] = times.map((time, index) => ({ time, index })).slice(-ROWS_MAX)
  const columns: Column<TableLine>[] = [
    { id: 'time', label: timeLabel, isHeading: true, cell: ({ time }) => <Time at={time} style="exact" /> },
    ...series.map(
      ({ id, label, values }): Column<TableLine> => ({
        id,
        label,
        align: 'end',
        cell: ({ index }) => formatted(values[index], format),
      }),
    ),
  ]
  const name = typeof title === 'string' ? title : summary
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled with the keyboard
    <section aria-label={name} tabIndex={0} className="max-h-72 overflow-y-auto rounded-md border border-line">
      <DataTable
        label={name}
        columns={columns}
        rows={lines.reverse()}
        rowKey={({ time }) => exactTime(new Date(time), locale)}
      />
    </section>
  )
}

function lastOf(values: readonly (number | null)[], format: (value: number) => string): string {
  return formatted(
    values.findLast((value) => value !== null),
    format,
  )
}

function formatted(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '–' : format(value)
}
