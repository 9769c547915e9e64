// The project's own models for the playground: read when the console is built, and the same for everybody.

import { join } from 'node:path'
import { notFound } from 'next/navigation'
import { isVertical, VERTICAL_NAMES } from '#screens/playground/vertical-names.ts'
import { verticalScratch } from '#screens/playground/verticals.ts'

export const dynamic = 'force-static'
export const dynamicParams = false

export function generateStaticParams(): { readonly sample: string }[] {
  return VERTICAL_NAMES.map((sample) => ({ sample }))
}

interface Context {
  readonly params: Promise<{ readonly sample: string }>
}

export async function GET(_: Request, { params }: Context): Promise<Response> {
  const { sample } = await params
  if (!isVertical(sample)) notFound()
  return Response.json(verticalScratch(join(process.cwd(), '../../verticals'), sample))
}
