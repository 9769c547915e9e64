// A process that does nothing but open an image and answer: what it grows by is what a graph takes, without anything
// that was needed to make it. `node --expose-gc harness/resident-probe.ts IMAGE` prints the bytes.

import { Graph } from '@lockness/authz'
import { residentBytes } from './heap.ts'
import { readShared } from './shared-file.ts'

const before = await residentBytes()
const opened = Graph.open(readShared(process.argv[2] ?? ''))
if (!opened.ok) throw new Error(`the image does not open: ${opened.reason}`)
const view = opened.value.view()
const types = opened.value.registry.types.map((_, type) => view?.nodes(type) ?? 0)
if (types.every((count) => count === 0)) throw new Error('the image is empty')
console.log((await residentBytes()) - before)
