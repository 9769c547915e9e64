// The input of a hot route as JSON Schema, compiled once: zod is where it is written, and is not there when it is asked.
// What a schema cannot say (a refinement, a transformation) would be lost without a word, so it stops the boot.

import { z } from 'zod'
import { assert } from '../errors.ts'
import type { Route } from './route.ts'

export type JsonSchema = Record<string, unknown>

/** The body's schema and the path's, which must be all text. */
export function hotSchema({ path, action, accepts }: Route): {
  readonly body: JsonSchema
  readonly params: JsonSchema
} {
  const whole = plainSchema(action.input, action.name)
  const properties = { ...(whole.properties as Record<string, JsonSchema>) }
  const required = new Set((whole.required as string[] | undefined) ?? [])
  const params: Record<string, JsonSchema> = {}
  if (accepts) {
    delete properties.accept
    required.delete('accept')
  }
  for (const name of parametersOf(path)) {
    const schema = properties[name]
    assert(schema, `\`${action.name}\` takes no \`${name}\`, which is in \`${path}\``)
    params[name] = schema
    delete properties[name]
    required.delete(name)
  }
  return {
    params: { type: 'object', properties: params, required: Object.keys(params) },
    body: { ...whole, properties, required: [...required] },
  }
}

export function plainSchema(schema: z.ZodType, name: string): JsonSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    override({ zodSchema }) {
      const {
        type,
        checks = [],
        coerce,
      } = zodSchema._zod.def as { type: string; coerce?: boolean } & {
        checks?: { _zod: { def: { check: string } } }[]
      }
      const lost = checks
        .map((check) => check._zod.def.check)
        .find((check) => check === 'custom' || check === 'overwrite')
      assert(
        !lost && !coerce && type !== 'pipe' && type !== 'transform',
        `\`${name}\` is hot and has a \`${lost ?? type}\` that a schema cannot say`,
      )
    },
  }) as JsonSchema
}

/** `/stores/:store/check` → `['store']` */
export function parametersOf(path: string): string[] {
  return [...path.matchAll(/:([A-Za-z]+)/g)].map((match) => match[1]!)
}
