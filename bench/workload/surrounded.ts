// The same small world twice: alone, and with many times its size of unrelated tuples around it. Its objects get numbers
// all over the large world, and its edges lie between the others', so that what is asked shares no cache line with its
// kind; but no path leads from one to the other, so each question has exactly the same work to do.

import type { CreatorEdge, CreatorSizes, CreatorWorld } from './creator.ts'
import { type EdgeSet, edgeSet } from './world.ts'

/** `inner` keeps its names; the names of `outer` are made different from them. */
export function surround(inner: CreatorWorld, outer: CreatorWorld): CreatorWorld {
  const types = Object.keys(inner.sizes) as (keyof CreatorSizes)[]
  const sizes = { ...inner.sizes }
  const names = new Map<string, readonly string[]>()
  for (const type of types) {
    sizes[type] = inner.sizes[type] + outer.sizes[type]
    names.set(type, [...inner.names.get(type)!, ...outer.names.get(type)!.map((name) => `${name}-far`)])
  }
  const set = { ...inner.set }
  for (const kind of Object.keys(set) as CreatorEdge[])
    set[kind] = interleave(kind, inner.set[kind], outer.set[kind], inner.sizes)
  return { ...inner, name: `${inner.name}, surrounded`, sizes, set, sets: Object.values(set), names }
}

/** One edge of `inner` after every so many of `outer`, whose objects follow those of `inner`. */
function interleave(kind: CreatorEdge, inner: EdgeSet, outer: EdgeSet, sizes: CreatorSizes): EdgeSet {
  const total = inner.objects.length + outer.objects.length
  const objects = new Uint32Array(total)
  const subjects = new Uint32Array(total)
  const objectsBefore = sizes[inner.objectType as keyof CreatorSizes]
  const subjectsBefore = sizes[inner.subjectType as keyof CreatorSizes]
  let fromInner = 0
  for (let edge = 0; edge < total; edge++) {
    if (Math.floor(((edge + 1) * inner.objects.length) / total) > fromInner) {
      objects[edge] = inner.objects[fromInner]!
      subjects[edge] = inner.subjects[fromInner]!
      fromInner++
    } else {
      objects[edge] = outer.objects[edge - fromInner]! + objectsBefore
      subjects[edge] = outer.subjects[edge - fromInner]! + subjectsBefore
    }
  }
  return edgeSet(kind, objects, subjects)
}
