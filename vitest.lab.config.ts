import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** The censor lab, as root: `npm run test:lab`. */
export default defineConfig({
  test: { ...base.test, include: ['test/lab.test.ts'], exclude: ['**/node_modules/**'] },
});
