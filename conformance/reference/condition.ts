// Conditions for the reference, evaluated by `@bufbuild/cel` itself: none of the engine's own closures or coercions.

import { BlockList, isIP } from 'node:net'
import {
  type CelInput,
  CelScalar,
  celEnv,
  celFunc,
  celMethod,
  celUint,
  isCelError,
  objectType,
  parse,
  plan,
  run,
} from '@bufbuild/cel'
import { create, createRegistry } from '@bufbuild/protobuf'
import { type SourceContext, SourceContextSchema } from '@bufbuild/protobuf/wkt'
import {
  type ConditionDefinition,
  type JsonObject,
  type JsonValue,
  own,
  type ParameterType,
  type TupleCondition,
} from '@lockness/authz'

/** Why a condition could not be judged: parameters that nobody gave, or none and it failed. */
export interface Trouble {
  readonly missing: readonly string[]
}

export type Judgement = boolean | Trouble

/** The tuple's own context goes before the question's; every parameter must be given, needed or not. */
export function judge(
  definition: ConditionDefinition,
  condition: TupleCondition,
  context: JsonObject | undefined,
): Judgement {
  const parameters = Object.entries(definition.parameters ?? {})
  const given = parameters.map(([name]) => {
    const stored = own(condition.context, name)
    return stored === undefined ? own(context, name) : stored
  })
  const missing = parameters.flatMap(([name], index) => (given[index] === undefined ? [name] : []))
  if (missing.length > 0) return { missing }
  try {
    const bindings = parameters.map(([name, type], index) => [name, convert(type, given[index]!)] as const)
    const result = plan(ENVIRONMENT, parse(definition.expression))(Object.fromEntries(bindings))
    return typeof result === 'boolean' ? result : { missing: [] }
  } catch {
    return { missing: [] }
  }
}

/** The CEL value of a JSON value for a parameter's type; throws when it has none. */
function convert(type: ParameterType, value: JsonValue): CelInput {
  switch (type.type_name.replace('TYPE_NAME_', '')) {
    case 'BOOL':
      return expected(typeof value === 'boolean', value as boolean)
    case 'STRING':
      return expected(typeof value === 'string', value as string)
    case 'INT':
      return integer(value, -(2n ** 63n), 2n ** 63n - 1n)
    case 'UINT':
      return celUint(integer(value, 0n, 2n ** 64n - 1n))
    case 'DOUBLE':
      return double(value)
    case 'DURATION':
      return converted('duration(text)', value)
    case 'TIMESTAMP':
      return converted('timestamp(text)', value)
    case 'IPADDRESS':
      return address(expected(typeof value === 'string', value as string))
    case 'LIST':
      return expected(Array.isArray(value), value as readonly JsonValue[]).map((each) =>
        convert(type.generic_types![0]!, each),
      )
    case 'MAP':
      expected(typeof value === 'object' && value !== null && !Array.isArray(value), value)
      return new Map(
        Object.entries(value as JsonObject).map(([key, each]) => [key, convert(type.generic_types![0]!, each)]),
      )
    default:
      return anything(value)
  }
}

function expected<T>(isRight: boolean, value: T): T {
  if (!isRight) throw new Error('a value of the wrong type')
  return value
}

/** Numbers may come as decimal text, because JSON has no integers beyond 2⁵³: `12`, `1.20e1`. */
const DECIMAL = /^([-+]?)(\d+)(?:\.(\d*))?(?:[eE]([-+]?\d{1,3}))?$/

function integer(value: JsonValue, min: bigint, max: bigint): bigint {
  if (typeof value === 'number') return integer(BigInt(expected(Number.isInteger(value), value)).toString(), min, max)
  const parts = DECIMAL.exec(expected(typeof value === 'string', value as string))
  if (!parts) throw new Error('a text that is not a decimal number')
  const [, sign, whole, fraction = '', exponent = '0'] = parts
  const shift = Number(exponent) - fraction.length
  const digits = BigInt(`${whole}${fraction}`)
  const scale = 10n ** BigInt(Math.abs(shift))
  expected(shift >= 0 || digits % scale === 0n, value)
  const result = (shift < 0 ? digits / scale : digits * scale) * (sign === '-' ? -1n : 1n)
  return expected(result >= min && result <= max, result)
}

function double(value: JsonValue): number {
  const isNumber = typeof value === 'number' || (typeof value === 'string' && DECIMAL.test(value))
  const result = Number(expected(isNumber, value))
  return expected(Number.isFinite(result), result)
}

function converted(conversion: string, value: JsonValue): CelInput {
  const text = expected(typeof value === 'string' && value !== '', value as string)
  const result = run(conversion, { text })
  if (isCelError(result)) throw result
  return result as CelInput
}

function anything(value: JsonValue): CelInput {
  if (Array.isArray(value)) return value.map(anything)
  if (typeof value !== 'object' || value === null) return value as CelInput
  return new Map(Object.entries(value).map(([key, each]) => [key, anything(each)]))
}

/** CEL has no type for addresses, so a message with one text field plays it: `BlockList` does the arithmetic. */
const ADDRESS = objectType(SourceContextSchema)

function address(text: string): SourceContext {
  expected(isIP(text) !== 0, text)
  return create(SourceContextSchema, { fileName: text })
}

function isInRange(text: string, range: string): boolean {
  const [network, bits] = range.split('/')
  const list = new BlockList()
  list.addSubnet(network!, Number(bits), isIP(network!) === 6 ? 'ipv6' : 'ipv4')
  return list.check(text, isIP(text) === 6 ? 'ipv6' : 'ipv4')
}

const ENVIRONMENT = celEnv({
  registry: createRegistry(SourceContextSchema),
  funcs: [
    celFunc('ipaddress', [CelScalar.STRING], ADDRESS, (text) => address(text)),
    celMethod('in_cidr', ADDRESS, [CelScalar.STRING], CelScalar.BOOL, function (range) {
      return isInRange((this.message as SourceContext).fileName, range)
    }),
  ],
})
