import { defineConfig } from 'vitest/config';
import Order from './test/order.ts';

const LAB = 'test/lab.test.ts';
/** Only root on Linux may make network namespaces, and the lab's readers need browsers. `script/test` names what is left out. */
const hasLab =
  process.platform === 'linux' && process.getuid?.() === 0 && process.env.TEST_WITHOUT_BROWSERS !== '1';

export default defineConfig({
  test: {
    globalSetup: ['test/shared.ts'],
    isolate: false,
    // Most of the time is spent waiting for processes and browsers that tests start.
    maxWorkers: 3,
    sequence: { sequencer: Order },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globals: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'suite',
          include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
          exclude: ['**/*.long.test.ts', LAB, '**/node_modules/**'],
        },
      },
      // After all others, since its rows are timed.
      ...(hasLab
        ? [{ extends: true as const, test: { name: 'lab', include: [LAB], sequence: { groupOrder: 1 } } }]
        : []),
    ],
  },
});
