import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/* What takes longer than the usual run: `npm run test:long`. */

const { projects: _projects, ...usual } = base.test ?? {};

export default defineConfig({
  test: { ...usual, include: ['**/*.long.test.ts'], exclude: ['**/node_modules/**'] },
});
