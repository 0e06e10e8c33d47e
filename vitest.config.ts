import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'lab/**/*.test.ts'],
    globalSetup: ['test/kit/pack-once.ts'],
    isolate: false,
    pool: 'threads',
    testTimeout: 30_000,
    // In CI the counts are read from a file, whatever else is printed.
    ...(process.env['CI'] === undefined
      ? {}
      : { reporters: ['default', 'json'], outputFile: { json: 'dist/tests.json' } }),
  },
})
