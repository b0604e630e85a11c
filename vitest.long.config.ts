import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** What takes longer than the usual run: `npm run test:long`. */
export default defineConfig({
  test: { ...base.test, include: ['**/*.long.test.ts'], exclude: ['**/node_modules/**'] },
});
