import { messagesOf } from '#messages/messages.ts'
import { LoadingState } from '#ui/loading-state.tsx'

export default async function Loading() {
  return <LoadingState label={(await messagesOf('shell'))('loading')} />
}
