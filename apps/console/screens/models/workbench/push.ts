// Brings what was changed into force: first as a question, whose answer says what would happen, then as the change itself. A
// push of modules says for each which version it changed, so nobody overwrites what they have not seen.

import type { Client, LocknessError, ModuleFile } from '@lockness/client'
import { isAnswered } from '#session/tried.ts'
import { type Files, moduleOf, modulesIn, pathInModule, type Workspace } from '../workspace/workspace.ts'
import type { PushReport } from './push-report.tsx'

export interface PushPart {
  readonly module: string
  /** Null: the module is to go. */
  readonly files: readonly ModuleFile[] | null
  /** Of the version that was changed; null: there was none. */
  readonly basedOn: string | null
}

export type PushTarget =
  | { readonly kind: 'modules'; readonly parts: readonly PushPart[] }
  | { readonly kind: 'whole'; readonly text: string; readonly replacesModules?: boolean }

export interface PushOptions {
  readonly allowOrphans: boolean
  readonly reason: string
  readonly label: string
}

export function targetOf(
  { kind, files }: Workspace,
  changed: readonly string[],
  basedOn: (module: string) => string | null,
): PushTarget {
  if (kind === 'whole') return { kind, text: [...files.values()][0] ?? '' }
  const touched = [...new Set(changed.map(moduleOf))].sort()
  const left = new Set(modulesIn(files))
  return {
    kind,
    parts: touched.map((module) => ({
      module,
      files: left.has(module) ? filesOf(files, module) : null,
      basedOn: basedOn(module),
    })),
  }
}

function filesOf(files: Files, module: string): ModuleFile[] {
  return [...files]
    .filter(([path]) => path.includes('/') && moduleOf(path) === module)
    .map(([path, text]) => ({ path: pathInModule(path), text }))
}

/** All tests of all modules are run for it, which can take longer than a question may. */
const PUSH_MS_MAX = 60_000

/** Changes nothing. */
export async function askPush(
  client: Client,
  store: string,
  target: PushTarget,
  options: PushOptions & { readonly signal: AbortSignal },
): Promise<PushReport> {
  return send(client, store, target, { ...options, isDryRun: true })
}

/** What it would be refused for comes as the same report, also when it came to be in the meantime. */
export async function makePush(
  client: Client,
  store: string,
  target: PushTarget,
  options: PushOptions,
): Promise<PushReport> {
  try {
    return await send(client, store, target, { ...options, isDryRun: false })
  } catch (error) {
    const refused = isAnswered(error) ? refusalOf(error) : undefined
    if (refused) return refused
    throw error
  }
}

interface SendOptions extends PushOptions {
  readonly isDryRun: boolean
  readonly signal?: AbortSignal
}

async function send(client: Client, store: string, target: PushTarget, options: SendOptions): Promise<PushReport> {
  const { isDryRun: dryRun, allowOrphans, reason, label, signal } = options
  const within = { timeoutMs: PUSH_MS_MAX, ...(signal && { signal }) }
  const about = { dryRun, allowOrphans, ...(reason !== '' && { reason }), ...(label !== '' && !dryRun && { label }) }
  if (target.kind === 'whole') {
    const { text, replacesModules = false } = target
    return client.model.write({ store, text, replacesModules, ...about }, within)
  }
  const kept = target.parts.flatMap(({ files, ...part }) => (files === null ? [] : [{ ...part, files }]))
  const removed = target.parts.flatMap(({ module, files, basedOn }) =>
    files === null ? [{ module, ...(basedOn !== null && { basedOn }) }] : [],
  )
  const { module } = client
  const [one, gone] = [kept[0], removed[0]]
  // A key may be for one module only. Several of them only make sense together.
  if (one && target.parts.length === 1) return reportOf(await module.push({ store, ...one, ...about }, within))
  if (gone && target.parts.length === 1) return reportOf(await module.remove({ store, ...gone, ...about }, within))
  return reportOf(await module.pushSet({ store, modules: kept, removed, ...about }, within))
}

/** What is in force as it was sent is told without a report: nothing stands against it, and nothing changes. */
function reportOf(answer: Partial<PushReport>): PushReport {
  return { isAccepted: true, errors: [], warnings: [], ...answer }
}

const REASONS = new Set(['invalid_model', 'tests_failed', 'orphans'])

function refusalOf({ info, detail, issues }: LocknessError): PushReport | undefined {
  const { reason, tests, impact } = info
  if (typeof reason !== 'string' || !REASONS.has(reason)) return undefined
  return {
    isAccepted: false,
    refusal: { reason: reason as NonNullable<PushReport['refusal']>['reason'], message: detail },
    errors: issues.map(({ file = '', message, line }) => ({
      file,
      message,
      code: '',
      ...(line !== undefined && { line }),
    })),
    warnings: [],
    ...(isRecord(tests) && { tests: tests as unknown as NonNullable<PushReport['tests']> }),
    ...(isRecord(impact) && { impact: impact as unknown as NonNullable<PushReport['impact']> }),
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
