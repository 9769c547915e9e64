// Answers of the console's own forms: they work without script, so each is a redirect to a page.

/** The address is relative: what people know the console by is their browser's business. */
export function seeOther(path: string): Response {
  return new Response(null, { status: 303, headers: { location: path, 'cache-control': 'no-store' } })
}
