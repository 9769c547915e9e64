// How the console is built: by Turbopack, from the workspaces as they are, into a server that also runs alone.

import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NextConfig } from 'next'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

const config: NextConfig = {
  output: 'standalone',
  // A build for `npm start` has a folder of its own (scripts/console.mjs).
  distDir: process.env.LOCKNESS_CONSOLE_DIST ?? '.next',
  outputFileTracingRoot: root,
  turbopack: { root },
  transpilePackages: ['@lockness/client', '@lockness/language', '@lockness/authz', 'geist'],
  // Types are checked by the project's own step, with the same compiler as everything else.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  productionBrowserSourceMaps: false,
}

export default config
