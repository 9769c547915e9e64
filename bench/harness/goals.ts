// The goals, as a table: which row, what it says, and the bound on the value or on the distance to the floor.

export interface Goal {
  readonly says: string
  readonly of: 'value' | 'floor'
  readonly atMost?: number
  readonly atLeast?: number
}

export function goalFor({ workload, metric }: { workload: string; metric: string }): Goal | undefined {
  return GOALS.get(`${workload} ${metric}`)
}

const atMostFloors = (floors: number, says = `≤ ${floors} × floor`): Goal => ({ says, of: 'floor', atMost: floors })
const atMost = (value: number, says: string): Goal => ({ says, of: 'value', atMost: value })
const atLeast = (value: number, says: string): Goal => ({ says, of: 'value', atLeast: value })

const atLeastFloors = (floors: number): Goal => ({
  says: `≥ ${Math.round(100 * floors)} % of the floor`,
  of: 'floor',
  atLeast: floors,
})

/** SpiceDB's shapes: 1.5 × the sketch's figures, which were taken where one access took 60 ns. */
const sketched = (us: number): Goal => atMostFloors(Number(((1.5 * us * 1000) / 60).toPrecision(3)))

// biome-ignore format: a table is read by its columns
const GOALS: ReadonlyMap<string, Goal> = new Map([
  ['W0 spicedb CheckWideDirect',                       sketched(0.048)],
  ['W0 spicedb WideArrow',                             sketched(0.295)],
  ['W0 spicedb DoubleWideArrow',                       sketched(3.59)],
  ['W0 spicedb DeepArrow',                             sketched(0.651)],
  ['W0 spicedb CheckWideGroups',                       sketched(2.07)],
  ['W0 spicedb LookupIntersection',                    sketched(0.057)],
  ['W1 direct check',                                  atMostFloors(3)],
  ['W1 batch-50 rate over single rate',                atLeast(3, '≥ 3 × the single-check rate')],
  ['W1 deny p99, 10 M tuples over 10 k',               atMost(1.5, '≤ 1.5 ×')],
  ['W2 chain of 8, yes',                               atMostFloors(16, '≤ 2·d accesses')],
  ['W2 chain of 8, no',                                atMostFloors(16, '≤ 2·d accesses')],
  ['W2 chain of 32, yes',                              atMostFloors(64, '≤ 2·d accesses')],
  ['W2 chain of 32, no',                               atMostFloors(64, '≤ 2·d accesses')],
  ['W2 chain of 100, yes',                             atMostFloors(200, '≤ 2·d accesses')],
  ['W2 chain of 100, no',                              atMostFloors(200, '≤ 2·d accesses')],
  ['W3 member of a large group, yes',                  atMostFloors(3)],
  ['W3 member of a large group, no',                   atMostFloors(3)],
  ['W3 deny over 1,000 groups × 1,000',                atMostFloors(1000)],
  ['W4 union, 10,000',                                 atMostFloors(1.5)],
  ['W4 union, 100,000',                                atMostFloors(1.5)],
  ['W4 union, 1,000,000',                              atMostFloors(1.5)],
  ['W4 intersection, 10,000',                          atMostFloors(1.5)],
  ['W4 intersection, 100,000',                         atMostFloors(1.5)],
  ['W4 intersection, 1,000,000',                       atMostFloors(1.5)],
  ['W4 exclusion, 10,000',                             atMostFloors(1.5)],
  ['W4 exclusion, 100,000',                            atMostFloors(1.5)],
  ['W4 exclusion, 1,000,000',                          atMostFloors(1.5)],
  ['W6 all edges conditional over none',               atMost(1.15, '≤ 1.15 ×')],
  ['W6 cel over ours, evaluation',                     atLeast(10, '≥ 10 × plain @bufbuild/cel')],
  ['memory graph',                                     atMost(20, '≤ 20 B/tuple')],
  ['memory everything, 36-byte ids',                   atMost(60, '≤ 60 B/tuple')],
  ['memory build',                                     atLeast(1.5e6, '≥ 1.5 M tuples/s')],
  ['memory image open over file read',                 atLeast(0.5, '≥ 0.5 of raw file read')],
  ['overlay checks over 100 k changes',                atMost(1.2, '≤ 1.2 × of none')],
  ['overlay longest step of a merge',                  atMost(2, '≤ 2 ms')],
  ['peers casbin gdrive',                              atLeast(100, '≥ 100 ×')],
  ['peers casbin github',                              atLeast(100, '≥ 100 ×')],
  ['peers casbin tinytodo',                            atLeast(100, '≥ 100 ×')],
  ['peers cedar-wasm gdrive',                          atLeast(100, '≥ 100 ×')],
  ['peers cedar-wasm github',                          atLeast(100, '≥ 100 ×')],
  ['peers cedar-wasm tinytodo',                        atLeast(100, '≥ 100 ×')],
  ['serve check, native',                              atLeastFloors(0.7)],
  ['serve check, native, p99',                         atMostFloors(2)],
  ['serve check, OpenFGA',                             atLeastFloors(0.7)],
  ['serve check, OpenFGA, p99',                        atMostFloors(2)],
  ['serve batch of 50, many people, native',           atLeastFloors(0.35)],
  ['serve batch of 50, one person, native',            atLeastFloors(0.5)],
  ['serve batch of 50, many people, OpenFGA',          atLeastFloors(0.35)],
  ['serve batch of 50, one person, OpenFGA',           atLeastFloors(0.5)],
  ['serve list of 10,000',                             atMostFloors(1.5)],
  ['serve list of 10,000, first byte of the whole',    atMost(0.05, '≤ 5 % of the whole')],
  ['serve list of 1,000,000',                          atMostFloors(1.5)],
  ['serve list of 1,000,000, first byte of the whole', atMost(0.05, '≤ 5 % of the whole')],
  ['serve check beside lists of 1,000,000, p99',       atMostFloors(3)],
  ['serve two threads over one, throughput',           atLeast(1.7, '≥ 1.7 ×')],
  ['serve check with two threads, on the processor',   atMostFloors(Number((2 / 1.7).toFixed(2)))],
  ['write one writer, p50',                            atMostFloors(1.6)],
  ['write 64 writers',                                 atLeastFloors(0.8)],
  ['import import',                                    atLeastFloors(0.6)],
  ['tail read-your-write on another node, p50',        atMostFloors(2)],
  ['start first answer from an image',                 atMostFloors(2)],
  ['start first answer from the database',             atMostFloors(1.5)],
  ['start whole node',                                 atMost(80, '≤ 80 B/tuple')],
])
