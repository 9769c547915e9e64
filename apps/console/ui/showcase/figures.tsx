// Numbers, lines and bars, as the showcase has them, with a gap where nothing was measured.

import { Badge } from '../badge.tsx'
import { Card } from '../card.tsx'
import { LineChart } from '../line-chart.tsx'
import { Progress } from '../progress.tsx'
import { countText } from '../quantities.ts'
import { Skeleton } from '../skeleton.tsx'
import { Sparkline } from '../sparkline.tsx'
import { StatTile } from '../stat-tile.tsx'
import { Specimen, Specimens } from './specimen.tsx'

const POINTS = 60
const MINUTE_MS = 60_000

function wave(height: number, length: number, shift: number): (number | null)[] {
  return Array.from({ length: POINTS }, (_, at) =>
    at > 34 && at < 38
      ? null
      : Math.round(height * (1.2 + Math.sin((at + shift) / length) + 0.25 * Math.sin(at * 1.7))),
  )
}

export function Figures({ now }: { readonly now: number }) {
  const start = now - (now % MINUTE_MS) - POINTS * MINUTE_MS
  return (
    <Specimens>
      <Specimen name="stat-tile, sparkline" isWide>
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
          <StatTile
            label="Checks per second"
            value="1,204"
            detail="+8 % since yesterday"
            trend={<Sparkline values={wave(400, 8, 0)} label="Checks per second over the last hour, now 1,204" />}
          />
          <StatTile
            label="Median"
            value="42 μs"
            detail="p99 310 μs"
            trend={<Sparkline values={wave(20, 5, 3)} label="Median over the last hour, now 42 μs" />}
          />
          <StatTile label="Revision" value="48,203" detail="11 ms old" badge={<Badge tone="allow">Fresh</Badge>} />
          <StatTile label="Tuples" value="10.5 M" detail="157 MB" />
        </div>
      </Specimen>
      <Specimen name="line-chart" isWide>
        <Card>
          <LineChart
            title="Throughput"
            summary="Checks and lists per second over the last hour. Checks swing between 100 and 900, lists stay below 200; three minutes were not measured."
            timeLabel="Time"
            times={Array.from({ length: POINTS }, (_, at) => start + at * MINUTE_MS)}
            series={[
              { id: 'checks', label: 'Checks', values: wave(400, 8, 0) },
              { id: 'lists', label: 'Lists', values: wave(80, 11, 5) },
              { id: 'writes', label: 'Writes', values: wave(30, 6, 9) },
            ]}
            format={(value) => countText(value, 'en')}
          />
        </Card>
      </Specimen>
      <Specimen name="progress">
        <div className="flex flex-col gap-4">
          <Progress label="Import" value={0.42} valueText="42,000 of 100,000 rows" />
          <Progress label="Done" value={1} tone="allow" />
          <Progress label="Stopped" value={0.7} tone="deny" />
          <Progress label="Counting" />
        </div>
      </Specimen>
      <Specimen name="skeleton">
        <div className="flex flex-col gap-2">
          <Skeleton className="h-5 w-48" />
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-3/4" />
        </div>
      </Specimen>
    </Specimens>
  )
}
