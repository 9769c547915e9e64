import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { one, type Query } from '#screens/data/address.ts'
import { ObjectScreen } from '#screens/data/object/object-screen.tsx'
import { isTab, readObject } from '#screens/data/object/read-object.ts'
import { readRoom } from '#screens/data/read-room.ts'

interface Props {
  readonly params: Promise<{ readonly store: string; readonly object: string }>
  readonly searchParams: Promise<Query>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).object) }
}

export default async function ObjectPage({ params, searchParams }: Props) {
  const { store: parameter, object: encoded } = await params
  const object = decodeURIComponent(encoded)
  if (!/^[^:#@*\s]+:[^#@]+$/.test(object)) notFound()
  const [room, query] = await Promise.all([readRoom(parameter), searchParams])
  const wanted = one(query, 'tab')
  const tab = isTab(wanted) ? wanted : undefined
  return <ObjectScreen {...(await readObject(room, object, tab))} />
}
