// Which tests there are: those of code, and those of pages, which need a browser, a server and a built console.

import { defineConfig } from 'vitest/config'

const LIGHTHOUSE = 'apps/console/stories/lighthouse.test.ts'
const SERVER = 'apps/console/stories/under-test-setup.ts'
const PAGES = ['apps/console/stories/**/*.test.ts', 'apps/console/ui/ui.test.ts']

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    // A machine that does ten other things is slow, not wrong.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'code',
          include: ['{packages,apps,conformance,bench,test}/**/*.test.{ts,tsx,mjs}'],
          exclude: ['**/node_modules/**', '**/.next*/**', ...PAGES],
        },
      },
      {
        // Their server and the build of its console are made once, and only when one of them is run.
        extends: true,
        test: {
          name: 'pages',
          include: PAGES,
          exclude: ['**/node_modules/**', LIGHTHOUSE],
          globalSetup: SERVER,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 30_000 } },
        },
      },
      {
        // It measures, so nothing runs beside it.
        extends: true,
        test: { name: 'lighthouse', include: [LIGHTHOUSE], globalSetup: SERVER, hookTimeout: 120_000 },
      },
    ],
  },
})
