// A scratch is all that is on the playground: texts, tuples, tests and a question. It fits into a link: packed small, behind
// the `#`, so that it never reaches a server. What comes out of a link was written by anybody and is read with care.

import type { WorkspaceKind } from '#screens/models/workspace/workspace.ts'

export interface Question {
  readonly subject: string
  readonly relation: string
  readonly object: string
  /** JSON, as it was typed. */
  readonly context: string
}

export interface Scratch {
  readonly kind: WorkspaceKind
  readonly files: Readonly<Record<string, string>>
  readonly question: Question
}

/** The tuples that questions are asked about. */
export const TUPLES = 'tuples.yaml'
export const LINK_CHARS_MAX = 60_000
const TEXT_CHARS_MAX = 1_000_000
const FILES_MAX = 100
const PREFIX = 's1.'

/** Undefined: it is too large for a link. */
export async function packScratch(scratch: Scratch): Promise<string | undefined> {
  const bytes = new TextEncoder().encode(JSON.stringify(scratch))
  const packed = await throughStream(bytes, new CompressionStream('deflate-raw'), TEXT_CHARS_MAX)
  const text = PREFIX + toBase64Url(packed)
  return text.length > LINK_CHARS_MAX ? undefined : text
}

/** Undefined: it is no scratch, or none that was whole. */
export async function unpackScratch(text: string): Promise<Scratch | undefined> {
  if (!text.startsWith(PREFIX) || text.length > LINK_CHARS_MAX) return undefined
  try {
    const packed = fromBase64Url(text.slice(PREFIX.length))
    // A few bytes can be packed such that they become very many.
    const bytes = await throughStream(packed, new DecompressionStream('deflate-raw'), TEXT_CHARS_MAX * 4)
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return isScratch(value) ? value : undefined
  } catch {
    // Cut off in a mail, or typed by hand: it is as if there were none, and the page says so.
    return undefined
  }
}

async function throughStream(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
  bytesMax: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = []
  let length = 0
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader()
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length
    if (length > bytesMax) {
      await reader.cancel()
      throw new RangeError(`more than ${bytesMax} bytes`)
    }
    parts.push(read.value)
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

const BYTES_AT_ONCE = 8_192

function toBase64Url(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += BYTES_AT_ONCE)
    text += String.fromCharCode(...bytes.subarray(i, i + BYTES_AT_ONCE))
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (char) => char.charCodeAt(0))
}

export function isScratch(value: unknown): value is Scratch {
  if (!isRecord(value)) return false
  const { kind, files, question } = value
  if ((kind !== 'modules' && kind !== 'whole') || !isRecord(files) || !isRecord(question)) return false
  const entries = Object.entries(files)
  const isTexts = entries.every(([path, text]) => typeof text === 'string' && /^[\w./-]{1,250}$/.test(path))
  const isQuestion = ['subject', 'relation', 'object', 'context'].every((part) => typeof question[part] === 'string')
  return entries.length > 0 && entries.length <= FILES_MAX && isTexts && isQuestion
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
