// The public test data of the Common Expression Language, against our evaluator. Every case of the data is either run
// or skipped by one of the rules below, and the counts are asserted, so that a rule cannot swallow more than it says.

import type { Type as SpecType } from '@bufbuild/cel-spec/cel/expr/checked_pb.js'
import type { Value as SpecValue } from '@bufbuild/cel-spec/cel/expr/value_pb.js'
import { getConformanceSuite, type IncrementalTest } from '@bufbuild/cel-spec/testdata/tests.js'
import { anyUnpack, DurationSchema, TimestampSchema } from '@bufbuild/protobuf/wkt'
import { describe, expect, test } from 'vitest'
import { compileExpression } from './compile-expression.ts'
import { DYN, type Kind, kindOf, listOf, mapOf, type Type } from './expression-type.ts'
import { signed, unsigned } from './integer.ts'
import { Duration, Timestamp } from './time.ts'
import { Double, Failure, MapValue, TypeValue, Uint, type Value } from './value.ts'

/** Whole files about what conditions do not have. */
const FILES_SKIPPED: Readonly<Record<string, string>> = {
  bindings_ext: 'extension: cel.bind',
  block_ext: 'extension: cel.block',
  encoders_ext: 'extension: base64',
  enums: 'protobuf enums',
  macros2: 'extension: macros with two variables',
  math_ext: 'extension: math',
  optionals: 'extension: optional values',
  proto2: 'protobuf messages',
  proto2_ext: 'extension: protobuf',
  proto3: 'protobuf messages',
  string_ext: 'extension: strings',
  type_deductions: 'the case states a type, not a value',
  wrappers: 'protobuf wrappers',
}

interface Case {
  readonly name: string
  readonly file: string
  readonly test: IncrementalTest['original']
}

const CASES: readonly Case[] = getConformanceSuite().suites.flatMap((file) =>
  file.suites.flatMap((section) =>
    section.tests.map((test) => ({
      name: `${file.name}/${section.name}/${test.name}`,
      file: file.name,
      test: test.original,
    })),
  ),
)

/** Why the case cannot be asked; undefined when it can. */
function skipReason({ file, name, test }: Case): string | undefined {
  const whole = FILES_SKIPPED[file]
  if (whole !== undefined) return whole
  if (name.includes('/quoted_map_fields/')) return 'quoted field names: off in OpenFGA, and unknown to the parser'
  if (test.container !== '') return 'names are looked up in a container'
  if (
    /\b(TestAllTypes|NestedTestAllTypes|google\.protobuf\.(?!Timestamp|Duration\b)\w+|google\.protobuf\.\w+\s*\{)/.test(
      test.expr,
    )
  ) {
    return 'protobuf messages'
  }
  for (const { name: declared, declKind } of test.typeEnv) {
    if (declKind.case !== 'ident' || declared.includes('.')) return 'a declared function or a name with dots'
    if (declKind.value.type?.typeKind.case === 'messageType') return 'protobuf messages'
  }
  return undefined
}

const runnable = CASES.filter((each) => skipReason(each) === undefined)

test('the data is there, and the rules skip what they say', () => {
  const skipped = new Map<string, number>()
  for (const each of CASES) {
    const reason = skipReason(each)
    if (reason !== undefined) skipped.set(reason, (skipped.get(reason) ?? 0) + 1)
  }
  expect({ run: runnable.length, skipped: Object.fromEntries(skipped) }).toEqual({
    run: 1066,
    skipped: {
      'a declared function or a name with dots': 6,
      'extension: base64': 4,
      'extension: cel.bind': 5,
      'extension: cel.block': 37,
      'extension: macros with two variables': 46,
      'extension: math': 199,
      'extension: optional values': 70,
      'extension: protobuf': 18,
      'extension: strings': 209,
      'names are looked up in a container': 219,
      'protobuf enums': 85,
      'protobuf messages': 291,
      'protobuf wrappers': 36,
      'quoted field names: off in OpenFGA, and unknown to the parser': 6,
      'the case states a type, not a value': 47,
    },
  })
})

describe('cases of the specification', () => {
  test.for(runnable.map((each) => [each.name, each] as const))('%s', ([, each]) => {
    const actual = outcome(each.test)
    const { resultMatcher } = each.test
    if (resultMatcher.case === 'evalError') expect(actual).toHaveProperty('error')
    else if (resultMatcher.case === 'value') expect(actual).toEqual({ value: show(readValue(resultMatcher.value)) })
    else expect(actual).toEqual({ value: 'true' })
  })
})

function outcome(test: Case['test']): { value: string } | { error: string } {
  const bindings = Object.entries(test.bindings).map(([name, { kind }]) => {
    if (kind.case !== 'value') throw new Error(`binding ${name} is no value`)
    return { name, value: readValue(kind.value) }
  })
  const declared = new Map(test.typeEnv.map(({ name, declKind }) => [name, declKind]))
  const parameters = new Map(
    [...declared].map(([name, kind]) => [name, kind.case === 'ident' ? typeOf(kind.value.type) : DYN]),
  )
  for (const { name } of bindings) if (!parameters.has(name)) parameters.set(name, DYN)
  const compiled = compileExpression(test.expr, parameters, { costMax: 100_000, unchecked: test.disableCheck })
  if (!('run' in compiled)) return { error: compiled.map(({ message }) => message).join('; ') }
  try {
    const slots = [...parameters.keys()].map((name) => bindings.find((binding) => binding.name === name)?.value)
    return { value: show(compiled.run(slots)) }
  } catch (error) {
    // What is not fallible is run without anything around it that catches.
    if (error instanceof Failure && compiled.fallible) return { error: error.reason }
    throw error
  }
}

const PRIMITIVES: readonly (Kind | undefined)[] = [undefined, 'bool', 'int', 'uint', 'double', 'string', 'bytes']

function typeOf(type: SpecType | undefined): Type {
  const kind = type?.typeKind
  switch (kind?.case) {
    case 'primitive':
      return { kind: PRIMITIVES[kind.value] ?? 'dyn' }
    case 'null':
      return { kind: 'null' }
    case 'listType':
      return listOf(typeOf(kind.value.elemType))
    case 'mapType':
      return mapOf(typeOf(kind.value.keyType), typeOf(kind.value.valueType))
    default:
      return DYN
  }
}

function readValue({ kind }: SpecValue): Value {
  switch (kind.case) {
    case 'nullValue':
      return null
    case 'int64Value':
      return signed(kind.value)
    case 'uint64Value':
      return new Uint(unsigned(kind.value))
    case 'doubleValue':
      return new Double(kind.value)
    case 'boolValue':
    case 'stringValue':
    case 'bytesValue':
      return kind.value
    case 'typeValue':
      return new TypeValue(kind.value)
    case 'listValue':
      return kind.value.values.map(readValue)
    case 'mapValue': {
      const map = new MapValue()
      for (const { key, value } of kind.value.entries) {
        if (key === undefined || value === undefined) throw new Error('entry is incomplete')
        map.add(readValue(key) as string, readValue(value))
      }
      return map
    }
    case 'objectValue': {
      const time = anyUnpack(kind.value, TimestampSchema)
      if (time !== undefined) return new Timestamp(Number(time.seconds), time.nanos)
      const duration = anyUnpack(kind.value, DurationSchema)
      if (duration === undefined) throw new Error(`value of type ${kind.value.typeUrl}`)
      const borrow = duration.nanos < 0 ? 1 : 0
      return new Duration(Number(duration.seconds) - borrow, duration.nanos + borrow * 1_000_000_000)
    }
    default:
      throw new Error(`value of kind ${kind.case}`)
  }
}

/** The value with its type, in a form in which equal values are equal texts. */
function show(value: Value): string {
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(show).join(', ')}]`
  if (value instanceof MapValue) {
    return `{${value.keys
      .map((key) => `${show(key)}: ${show(value.get(key) as Value)}`)
      .sort()
      .join(', ')}}`
  }
  if (value instanceof Uint8Array) return `bytes ${[...value].join(' ')}`
  if (value instanceof Double) return `double ${Object.is(value.value, -0) ? '-0' : value.value}`
  if (value instanceof Uint) return `uint ${value.value}`
  if (value instanceof TypeValue) return `type ${value.name}`
  if (value instanceof Timestamp || value instanceof Duration) {
    return `${kindOf(value)} ${value.seconds} ${value.nanos}`
  }
  return typeof value === 'boolean' || value === null
    ? String(value)
    : `${kindOf(value)} ${JSON.stringify(String(value))}`
}
