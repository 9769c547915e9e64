// What is said in place of the console while there is none: to a reader as a page without script that tries again by
// itself, to a program as a problem. Nothing of the installation is in it.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { PROBLEM_TYPE } from '../http/problem.ts'
import { SAFE_HEADERS } from '../http/security-headers.ts'

export type AwayReason = 'away' | 'busy' | 'too_large'

const AGAIN_SECONDS = 2

// biome-ignore format: a table is read by its columns
const SAID: Readonly<Record<AwayReason, readonly [status: number, code: string, title: string, text: string]>> = {
  away:      [503, 'unavailable',    'The console is being started', 'This page tries again by itself. The API answers as ever.'],
  busy:      [503, 'overloaded',     'The console has too much to do', 'This page tries again by itself. The API answers as ever.'],
  too_large: [413, 'body_too_large', 'That is more than a form can hold', 'Nothing was done. Go back and send less.'],
}

export function sendAway(request: IncomingMessage, response: ServerResponse, reason: AwayReason): void {
  if (response.destroyed || response.headersSent) return
  const [status, code, title, text] = SAID[reason]
  const isPage = request.headers.accept?.includes('text/html') === true
  const body = isPage ? page(title, text, status === 503) : JSON.stringify(problemOf(status, code, title, text))
  response.writeHead(status, {
    ...SAFE_HEADERS,
    'content-type': isPage ? 'text/html; charset=utf-8' : PROBLEM_TYPE,
    'content-length': Buffer.byteLength(body),
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    ...(status === 503 && { 'retry-after': String(AGAIN_SECONDS) }),
    // What is left of a body that is not wanted is not read.
    ...(!request.complete && { connection: 'close' }),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

function problemOf(status: number, code: string, title: string, detail: string): object {
  return { type: `urn:lockness:problem:${code}`, title, status, code, detail }
}

function page(title: string, text: string, isTriedAgain: boolean): string {
  const again = isTriedAgain ? `<meta http-equiv="refresh" content="${AGAIN_SECONDS}">` : ''
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${again}
<title>${title} · Lockness</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;margin:20vh auto;max-width:28rem;padding:0 1.5rem}h1{font-size:1.25rem}</style>
<h1>${title}</h1>
<p>${text}</p>
</html>
`
}
