import { notFound } from 'next/navigation'
import { environment } from '#session/environment.ts'
import { readAppearance, type ShowcaseParameters } from '#ui/showcase/appearance.ts'
import { Showcase } from '#ui/showcase/showcase.tsx'

export const metadata = { title: 'Pieces' }

export default async function Page({ searchParams }: { readonly searchParams: Promise<ShowcaseParameters> }) {
  if (!environment().showsPieces) notFound()
  return <Showcase initial={readAppearance(await searchParams)} now={Date.now()} />
}
