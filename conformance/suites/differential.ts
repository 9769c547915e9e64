// The engine against the reference, on random worlds, for every question and in every configuration. A case is made
// from one number, its seed; a difference is therefore found again from the seed, and shrunk before it is kept.

import { Chance } from '../generate/chance.ts'
import { type Case, generateCase } from '../generate/world.ts'
import { REFERENCE } from '../subjects/reference-subject.ts'
import { type Asked, type Configuration, isSame, type Reply, replyOf, type World } from '../subjects/subject.ts'

export interface Difference {
  readonly configuration: string
  readonly seed: number
  readonly world: World
  readonly asked: Asked
  readonly expected: Reply
  readonly received: Reply | { readonly answer: 'thrown'; readonly message: string }
}

export function compareCase(
  { world, asked }: Case,
  configurations: readonly Configuration[],
  seed: number,
): { readonly compared: number; readonly differences: Difference[] } {
  const reference = REFERENCE.open(world, new Chance(seed))
  const expected = asked.map((each) => replyOf(reference, each))
  const differences: Difference[] = []
  for (const configuration of configurations) {
    const difference = firstDifference(world, asked, expected, configuration, seed)
    if (difference) differences.push(difference)
  }
  return { compared: asked.length * configurations.length, differences }
}

/** One per configuration and world is enough: the next run finds the next. */
export function firstDifference(
  world: World,
  asked: readonly Asked[],
  expected: readonly Reply[],
  configuration: Configuration,
  seed: number,
): Difference | undefined {
  let at = 0
  const differ = (received: Difference['received']): Difference => {
    return { configuration: configuration.name, seed, world, asked: asked[at]!, expected: expected[at]!, received }
  }
  try {
    const subject = configuration.open(world, new Chance(seed))
    for (; at < asked.length; at++) {
      const received = replyOf(subject, asked[at]!)
      if (!isSame(expected[at]!, received, asked[at]!.question.ask !== 'check')) return differ(received)
    }
  } catch (error) {
    at = Math.min(at, asked.length - 1)
    return differ({
      answer: 'thrown',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
  }
  return undefined
}

export function caseOf(seed: number): Case {
  return generateCase(new Chance(seed))
}
