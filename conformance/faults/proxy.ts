// A proxy on the database's protocol, between a node and PostgreSQL. It knows enough of it to find the statement that
// makes a revision, and to stop it at a step: before it is sent on, half of it sent on, its answer held back, and so on.
// Besides that it delays, cuts, hides hints, and can lead to another database from one moment to the next.

import { createConnection, createServer, type Server, type Socket } from 'node:net'

export const STEPS = ['before', 'half', 'locked', 'answered', 'half answered', 'passed on'] as const
export type Step = (typeof STEPS)[number]

/** What is done at the step, once. */
export interface Trap {
  readonly step: Step
  spring(at: { readonly backend: number; cut(): void }): Promise<void>
}

export interface DatabaseProxy {
  readonly port: number
  /** How long every answer of the database is held. */
  delayMs: number
  /** Nodes do not hear what was written elsewhere. */
  hidesHints: boolean
  /** The next statement that makes a revision springs it; resolves when it has. */
  arm(trap: Trap): Promise<void>
  disarm(): void
  /** Every connection, now. New ones are taken. */
  cutAll(): void
  /** Leads elsewhere from now on; what is open is cut. */
  lead(socket: string): void
  close(): Promise<void>
}

/** The statements of the appender, by the beginning of their functions' names. */
const APPEND = Buffer.from('from lockness.append')

interface Armed {
  readonly trap: Trap
  sprung(): void
}

export async function openProxy(upstream: string): Promise<DatabaseProxy> {
  const state = { upstream, delayMs: 0, hidesHints: false, armed: undefined as Armed | undefined }
  const open = new Set<Pair>()
  const server: Server = createServer((client) => {
    const pair = new Pair(client, createConnection(state.upstream), state)
    open.add(pair)
    pair.onEnd = () => open.delete(pair)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cutAll = () => {
    for (const pair of open) pair.cut()
  }
  const { port } = server.address() as { port: number }
  return {
    port,
    get delayMs() {
      return state.delayMs
    },
    set delayMs(ms) {
      state.delayMs = ms
    },
    get hidesHints() {
      return state.hidesHints
    },
    set hidesHints(hides) {
      state.hidesHints = hides
    },
    arm: (trap) => new Promise((resolve) => (state.armed = { trap, sprung: resolve })),
    disarm: () => (state.armed = undefined),
    cutAll,
    lead(socket) {
      state.upstream = socket
      cutAll()
    },
    async close() {
      cutAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface State {
  delayMs: number
  hidesHints: boolean
  armed: Armed | undefined
}

/** One connection of a node, and the one that it stands for. */
class Pair {
  onEnd: () => void = () => undefined
  private readonly client: Socket
  private readonly server: Socket
  private readonly state: State
  private backend = 0
  private fromClient: Buffer = Buffer.alloc(0)
  private fromServer: Buffer = Buffer.alloc(0)
  private hasStarted = false
  /** Of the statement that makes a revision, until all of it is there. */
  private statement: Buffer[] | undefined
  /** What is done with the answer when all of it is there. */
  private onAnswer: ((answer: Buffer) => void) | undefined
  private answer: Buffer[] = []
  private sending: Promise<unknown> = Promise.resolve()

  constructor(client: Socket, server: Socket, state: State) {
    this.client = client
    this.server = server
    this.state = state
    client.on('data', (bytes) => this.takeFromClient(bytes as Buffer))
    server.on('data', (bytes) => this.takeFromServer(bytes as Buffer))
    for (const socket of [client, server]) {
      socket.setNoDelay(true)
      socket.on('error', () => this.cut())
      socket.on('close', () => this.cut())
    }
  }

  cut(): void {
    this.client.destroy()
    this.server.destroy()
    this.onEnd()
  }

  private takeFromClient(bytes: Buffer): void {
    this.fromClient = Buffer.concat([this.fromClient, bytes])
    if (!this.hasStarted) {
      const length = this.fromClient.length >= 4 ? this.fromClient.readInt32BE(0) : Number.POSITIVE_INFINITY
      if (this.fromClient.length < length) return
      this.hasStarted = true
      this.server.write(this.fromClient.subarray(0, length))
      this.fromClient = this.fromClient.subarray(length)
    }
    const { frames, rest } = splitFrames(this.fromClient)
    this.fromClient = rest
    for (const frame of frames) this.passOn(frame)
  }

  private passOn(frame: Buffer): void {
    const isAppend = this.state.armed !== undefined && frame[0] === CODES.P && frame.includes(APPEND)
    if (isAppend) this.statement = []
    if (!this.statement) return void this.server.write(frame)
    this.statement.push(frame)
    if (frame[0] !== CODES.S) return
    const whole = Buffer.concat(this.statement)
    this.statement = undefined
    const { armed } = this.state
    this.state.armed = undefined
    if (armed) void this.spring(whole, armed)
    else this.server.write(whole)
  }

  private async spring(statement: Buffer, { trap, sprung }: Armed): Promise<void> {
    const { step } = trap
    const at = { backend: this.backend, cut: () => this.cut() }
    if (step === 'half') this.server.write(statement.subarray(0, statement.length >> 1))
    else if (step !== 'before') this.server.write(statement)
    if (step !== 'before' && step !== 'half' && step !== 'locked') {
      const answer = await new Promise<Buffer>((resolve) => (this.onAnswer = resolve))
      if (step === 'half answered') this.client.write(answer.subarray(0, answer.length >> 1))
      if (step === 'passed on') this.client.write(answer)
    }
    await trap.spring(at)
    sprung()
    // Nothing of it is taken up again: what was held is lost.
    if (step !== 'passed on' && step !== 'locked') this.cut()
  }

  private takeFromServer(bytes: Buffer): void {
    this.fromServer = Buffer.concat([this.fromServer, bytes])
    const { frames, rest } = splitFrames(this.fromServer)
    this.fromServer = rest
    const passed: Buffer[] = []
    for (const frame of frames) {
      if (frame[0] === CODES.K) this.backend = frame.readInt32BE(5)
      if (this.state.hidesHints && frame[0] === CODES.A) continue
      if (!this.onAnswer) passed.push(frame)
      else {
        this.answer.push(frame)
        if (frame[0] !== CODES.Z) continue
        const onAnswer = this.onAnswer
        this.onAnswer = undefined
        onAnswer(Buffer.concat(this.answer.splice(0)))
      }
    }
    if (passed.length > 0) this.answerClient(Buffer.concat(passed))
  }

  /** In order, each held for as long as it was when it came. */
  private answerClient(bytes: Buffer): void {
    const { delayMs } = this.state
    const held = delayMs > 0 ? new Promise((resolve) => setTimeout(resolve, delayMs)) : undefined
    if (!held) {
      void this.sending.then(() => this.client.write(bytes))
      return
    }
    this.sending = this.sending.then(() => held).then(() => this.client.write(bytes))
  }
}

const CODES = { A: 0x41, K: 0x4b, P: 0x50, S: 0x53, Z: 0x5a }

/** A letter, a length that counts itself, and what it counts. */
function splitFrames(bytes: Buffer): { readonly frames: Buffer[]; readonly rest: Buffer } {
  const frames: Buffer[] = []
  let at = 0
  while (bytes.length - at >= 5) {
    const end = at + 1 + bytes.readInt32BE(at + 1)
    if (end > bytes.length) break
    frames.push(bytes.subarray(at, end))
    at = end
  }
  return { frames, rest: bytes.subarray(at) }
}
