// How the console is built: by Turbopack, from the workspaces as they are, into a server that also runs alone.

import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NextConfig } from 'next'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** For everything; what differs from page to page is in proxy.ts. */
const SAFE_HEADERS = [
  { key: 'x-content-type-options', value: 'nosniff' },
  { key: 'x-frame-options', value: 'DENY' },
  // Without one a browser says that a form comes from nowhere.
  { key: 'referrer-policy', value: 'same-origin' },
  { key: 'cross-origin-opener-policy', value: 'same-origin' },
  { key: 'cross-origin-resource-policy', value: 'same-origin' },
  { key: 'permissions-policy', value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()' },
]

const config: NextConfig = {
  output: 'standalone',
  // A build for `npm start` has a folder of its own (scripts/console.mjs).
  distDir: process.env.LOCKNESS_CONSOLE_DIST ?? '.next',
  outputFileTracingRoot: root,
  // The runbooks of docs are shown as they are.
  turbopack: { root, rules: { '*.md': { type: 'text' } } },
  transpilePackages: ['@lockness/client', '@lockness/language', '@lockness/authz', 'geist'],
  // Types are checked by the project's own step, with the same compiler as everything else.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  productionBrowserSourceMaps: false,
  // Pictures are ours and few; a door that fetches what an address says is not needed.
  images: { unoptimized: true },
  headers: async () => [{ source: '/:path*', headers: SAFE_HEADERS }],
}

export default config
