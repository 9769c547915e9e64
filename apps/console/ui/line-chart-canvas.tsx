'use client'

// The drawing of a line chart, by uPlot. It takes its colours from the tokens and draws itself anew when the theme changes; new values
// are handed over without one.

import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import type { LineChartProps } from './line-chart.tsx'
import { useLocale } from './provider.tsx'

type LineChartCanvasProps = Pick<LineChartProps, 'times' | 'series' | 'format'> & { readonly height: number }

const SERIES_COLORS = ['--lk-series-1', '--lk-series-2', '--lk-series-3', '--lk-series-4', '--lk-series-5']

export function LineChartCanvas({ times, series, format, height }: LineChartCanvasProps) {
  const frame = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot>(undefined)
  const locale = useLocale()
  const latest = useRef({ times, series, format })
  latest.current = { times, series, format }
  const shape = series.map(({ id }) => id).join(' ')

  useEffect(() => {
    const element = frame.current
    if (!element) return
    const draw = () => {
      chart.current?.destroy()
      const options = chartOptions(element, height, locale, shape.split(' ').length, (value) =>
        latest.current.format(value),
      )
      chart.current = new uPlot(options, chartData(latest.current), element)
    }
    draw()
    const sizes = new ResizeObserver(() => chart.current?.setSize({ width: element.clientWidth, height }))
    sizes.observe(element)
    const themes = new MutationObserver(draw)
    themes.observe(document.documentElement, { attributeFilter: ['data-theme', 'dir'] })
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', draw)
    return () => {
      sizes.disconnect()
      themes.disconnect()
      system.removeEventListener('change', draw)
      chart.current?.destroy()
      chart.current = undefined
    }
  }, [height, locale, shape])

  useEffect(() => {
    chart.current?.setData(chartData({ times, series }))
  }, [times, series])

  return <div ref={frame} aria-hidden="true" dir="ltr" className="min-w-0 overflow-clip" />
}

function chartData({ times, series }: Pick<LineChartProps, 'times' | 'series'>): uPlot.AlignedData {
  return [times.map((time) => time / 1000), ...series.map(({ values }) => [...values])]
}

function chartOptions(
  element: HTMLElement,
  height: number,
  locale: string,
  count: number,
  format: (value: number) => string,
): uPlot.Options {
  const colorOf = resolver(element)
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
  const axis: uPlot.Axis = {
    stroke: colorOf('--lk-muted'),
    grid: { stroke: colorOf('--lk-line'), width: 1 },
    ticks: { show: false },
    font: `11px ${getComputedStyle(element).fontFamily}`,
  }
  return {
    width: element.clientWidth,
    height,
    legend: { show: false },
    cursor: { points: { size: 6 }, drag: { x: false, y: false } },
    padding: [8, 8, 0, 0],
    scales: { y: { range: (_, low, high) => [Math.min(0, low), high > 0 ? high * 1.1 : 1] } },
    axes: [
      { ...axis, size: 28, grid: { show: false }, values: (_, splits) => splits.map((at) => clock.format(at * 1000)) },
      { ...axis, size: 56, values: (_, splits) => splits.map((value) => format(value)) },
    ],
    series: [
      {},
      ...Array.from({ length: count }, (_, index): uPlot.Series => {
        const stroke = colorOf(SERIES_COLORS[index % SERIES_COLORS.length] ?? '--lk-series-1')
        return {
          stroke,
          width: 1.75,
          points: { show: false },
          ...(count === 1 && { fill: `color-mix(in srgb, ${stroke} 12%, transparent)` }),
        }
      }),
    ],
  }
}

/** A token as a colour that a canvas knows: `light-dark()` is decided by asking the browser. */
function resolver(element: HTMLElement): (token: string) => string {
  return (token) => {
    const probe = document.createElement('span')
    probe.style.color = `var(${token})`
    element.append(probe)
    const { color } = getComputedStyle(probe)
    probe.remove()
    return color
  }
}
