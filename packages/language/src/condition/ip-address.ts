// IP addresses and the test whether one lies in a network. An address is four 32-bit words; an IPv4 address uses the
// first one only. An IPv4 address that is written as IPv6 (`::ffff:10.0.0.1`) is the IPv4 address, and a network of
// such addresses is the IPv4 network: otherwise the same client would pass or fail by the way its address is spelt.

import { Failure } from './value.ts'

export class IpAddress {
  readonly version: 4 | 6
  readonly words: readonly [number, number, number, number]
  /** Of IPv6 only; an address with a zone is in no network. */
  readonly zone: string
  constructor(version: 4 | 6, words: readonly [number, number, number, number], zone = '') {
    this.version = version
    this.words = words
    this.zone = zone
  }
}

export interface Network {
  readonly address: IpAddress
  readonly masks: readonly [number, number, number, number]
}

/** Undefined when the text is no address. */
export function parseIpAddress(text: string): IpAddress | undefined {
  return unmapped(parseAddress(text))
}

/** `10.0.0.0/8`, `2001:db8::/32`; undefined when the text is no network. Bits beyond the prefix are ignored. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.lastIndexOf('/')
  if (slash < 0 || !/^(0|[1-9]\d{0,2})$/.test(text.slice(slash + 1))) return undefined
  const written = parseAddress(text.slice(0, slash))
  const bits = Number(text.slice(slash + 1))
  if (written === undefined || written.zone !== '' || bits > (written.version === 4 ? 32 : 128)) return undefined
  const address = bits >= 96 ? (unmapped(written) ?? written) : written
  const prefix = address.version === written.version ? bits : bits - 96
  return { address, masks: [maskOf(prefix), maskOf(prefix - 32), maskOf(prefix - 64), maskOf(prefix - 96)] }
}

export function contains({ address, masks }: Network, { version, words, zone }: IpAddress): boolean {
  if (version !== address.version || zone !== '') return false
  const wanted = address.words
  if (((words[0] ^ wanted[0]) & masks[0]) !== 0) return false
  if (version === 4) return true
  return (
    ((words[1] ^ wanted[1]) & masks[1]) === 0 &&
    ((words[2] ^ wanted[2]) & masks[2]) === 0 &&
    ((words[3] ^ wanted[3]) & masks[3]) === 0
  )
}

export function sameAddress(left: IpAddress, right: IpAddress): boolean {
  return (
    left.version === right.version &&
    left.zone === right.zone &&
    left.words[0] === right.words[0] &&
    left.words[1] === right.words[1] &&
    left.words[2] === right.words[2] &&
    left.words[3] === right.words[3]
  )
}

/** The address that the text of an expression names. */
export function ipAddressOf(text: string): IpAddress {
  const address = parseIpAddress(text)
  if (address === undefined) throw new Failure('text is not an ip address')
  return address
}

export function networkOf(text: string): Network {
  const network = parseNetwork(text)
  if (network === undefined) throw new Failure('text is not a network in cidr notation')
  return network
}

function parseAddress(text: string): IpAddress | undefined {
  if (!text.includes(':')) {
    const word = parseDotted(text)
    return word === undefined ? undefined : new IpAddress(4, [word, 0, 0, 0])
  }
  const percent = text.indexOf('%')
  const zone = percent < 0 ? '' : text.slice(percent + 1)
  if (percent >= 0 && zone === '') return undefined
  const groups = parseGroups(percent < 0 ? text : text.slice(0, percent))
  if (groups === undefined) return undefined
  const word = (index: number) => (((groups[index] ?? 0) << 16) | (groups[index + 1] ?? 0)) >>> 0
  return new IpAddress(6, [word(0), word(2), word(4), word(6)], zone)
}

function unmapped(address: IpAddress | undefined): IpAddress | undefined {
  if (address === undefined || address.version === 4) return address
  const [first, second, third, fourth] = address.words
  const mapped = first === 0 && second === 0 && third === 0xffff
  return mapped && address.zone === '' ? new IpAddress(4, [fourth, 0, 0, 0]) : address
}

/** Four numbers up to 255 without leading zeros, as one word. */
function parseDotted(text: string): number | undefined {
  let word = 0
  let part = -1
  let dots = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 46) {
      if (part < 0 || ++dots > 3) return undefined
      word = (word << 8) | part
      part = -1
    } else {
      if (code < 48 || code > 57 || part === 0) return undefined
      part = part < 0 ? code - 48 : part * 10 + code - 48
      if (part > 255) return undefined
    }
  }
  return dots === 3 && part >= 0 ? ((word << 8) | part) >>> 0 : undefined
}

/** The eight 16-bit groups of an IPv6 address; `::` stands for one zero group or more. */
function parseGroups(text: string): number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const head = parseHalf(halves[0] ?? '', halves.length === 1)
  if (halves.length === 1) return head?.length === 8 ? head : undefined
  const tail = parseHalf(halves[1] ?? '', true)
  if (head === undefined || tail === undefined || head.length + tail.length > 7) return undefined
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail]
}

function parseHalf(text: string, last: boolean): number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    if (last && index === parts.length - 1 && part.includes('.')) {
      const word = parseDotted(part)
      if (word === undefined) return undefined
      groups.push(word >>> 16, word & 0xffff)
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return undefined
      groups.push(Number.parseInt(part, 16))
    }
  }
  return groups
}

function maskOf(bits: number): number {
  if (bits <= 0) return 0
  return bits >= 32 ? -1 : -1 << (32 - bits)
}
