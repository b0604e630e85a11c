import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/shared.ts'],
    // The lab needs root and has a step of its own in script/test.
    exclude: ['**/*.long.test.ts', 'test/lab.test.ts', '**/node_modules/**'],
    isolate: false,
    // Most of the time is spent waiting for processes and browsers that tests start.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globals: false,
  },
});
