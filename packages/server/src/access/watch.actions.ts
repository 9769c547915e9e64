// A store, watched: what happens to it from a token on, until the watcher or the server ends it.

import { z } from 'zod'
import { question } from '../action.ts'
import { AppError } from '../errors.ts'
import { Streamed } from '../http/stream.ts'
import { selectChain } from '../store/log.ts'
import type { Position } from '../store/tail.ts'
import { parseToken, requireInHistory } from '../store/token.ts'
import { within } from './consistency.ts'
import { watchLine } from './line-output.ts'
import type { AccessParts } from './parts.ts'
import { onStore, storeName } from './store-input.ts'
import { readFilter, tupleFilterInput } from './tuple-input.ts'
import { watchStore } from './watch.ts'
import { WATCH_MEDIA } from './watch-event.ts'
import { WatchFeeds } from './watch-feed.ts'

const WATCHERS_MAX = 2_000
const tokenInput = z.string().min(1).max(512).optional()

export function watchActions(parts: AccessParts) {
  const feeds = new WatchFeeds(parts.replicas)
  let watchers = 0
  return {
    watch: question({
      ...onStore('can_watch'),
      name: 'store.watch',
      summary: 'Each revision of a store, in order, as it comes: changes, checkpoints, expirations',
      load: 'list',
      input: z.strictObject({
        store: storeName,
        token: tokenInput.meta({ description: 'Where to go on; default: now' }),
        lastEventId: tokenInput.meta({ description: 'The header Last-Event-ID; goes before the token' }),
        ...tupleFilterInput,
        accept: z.enum(WATCH_MEDIA).default(WATCH_MEDIA[0]),
      }),
      output: watchLine,
      async answer(asked, { store, token, lastEventId, accept, ...filter }) {
        const { deadline, signal, requestId } = asked
        if (watchers >= WATCHERS_MAX) throw new AppError('unavailable', `${WATCHERS_MAX} watchers are here already`)
        const from = await within(deadline, startOf(parts, store, lastEventId ?? token))
        const requireAllowed = async () => asked.requireAllowed?.()
        const watch = {
          storeId: store,
          from,
          filter: readFilter(filter),
          media: accept,
          requestId,
          requireAllowed,
          signal,
        }
        const events = watchStore({ ...parts, feeds }, watch)
        return new Streamed(
          accept,
          counted(events, (step) => (watchers += step)),
        )
      },
    }),
  }
}

/** Undefined: it was, and the log has been cut since. Throws `lost_history` for what was lost. */
async function startOf(
  { database, replicas, tokenKey }: AccessParts,
  storeId: string,
  given: string | undefined,
): Promise<Position | undefined> {
  const replica = await replicas.open(storeId)
  if (given === undefined) {
    await replica.poll()
    return replica.position()
  }
  const token = parseToken(given, storeId, tokenKey)
  await requireInHistory(database, token)
  const { epoch, revision } = token
  const chain = await selectChain(database, storeId, revision)
  return chain && { epoch, revision, chain }
}

async function* counted(events: AsyncGenerator<string>, count: (step: number) => void): AsyncGenerator<string> {
  count(1)
  try {
    yield* events
  } finally {
    count(-1)
  }
}
