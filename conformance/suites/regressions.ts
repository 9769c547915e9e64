// Differences that were found, each a file: written when it is found, and run in every configuration ever after.

import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Chance } from '../generate/chance.ts'
import { type Shrinkable, shrink } from '../generate/shrink.ts'
import { REFERENCE } from '../subjects/reference-subject.ts'
import { type Configuration, replyOf } from '../subjects/subject.ts'
import { type Difference, firstDifference } from './differential.ts'

const FOLDER = fileURLToPath(new URL('../regressions', import.meta.url))

/** Configurations draw their past from a seed of their own: a difference need not show with each. */
const SEEDS_TRIED = 4

export interface Regression extends Shrinkable {
  readonly configuration: string
  readonly seed: number
}

export function readRegressions(): { readonly file: string; readonly regression: Regression }[] {
  const files = globSync('*.json', { cwd: FOLDER }).sort()
  return files.map((file) => ({ file, regression: JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Regression }))
}

export function differencesOf(
  { world, asked, seed }: Regression,
  configurations: readonly Configuration[],
): Difference[] {
  return configurations.flatMap((configuration) => differenceIn({ world, asked }, configuration, seed) ?? [])
}

/** Shrinks the difference and writes it down; returns the file's name. */
export function keepDifference(difference: Difference, configurations: readonly Configuration[]): string {
  const { configuration: name, seed, world, asked } = difference
  const configuration = configurations.find((each) => each.name === name)!
  const small = shrink({ world, asked }, (smaller) => differenceIn(smaller, configuration, seed) !== undefined)
  const file = `${name.replaceAll(' ', '-')}-${seed}.json`
  const regression: Regression = { configuration: name, seed, ...small }
  writeFileSync(join(FOLDER, file), `${JSON.stringify(regression, null, 2)}\n`)
  return file
}

function differenceIn(
  { world, asked }: Shrinkable,
  configuration: Configuration,
  seed: number,
): Difference | undefined {
  const expected = [replyOf(REFERENCE.open(world, new Chance(seed)), asked)]
  for (let offset = 0; offset < SEEDS_TRIED; offset++) {
    const difference = firstDifference(world, [asked], expected, configuration, seed + offset)
    if (difference) return difference
  }
  return undefined
}
