import type { Migration } from '../migrate.ts';

/** By what a tab knows the newest revision of a story for its own when no answer came. */
export const pen: Migration = {
  number: 6,
  name: 'pen',
  async up(ddl) {
    await ddl.column('story', 'pen', 'text?');
    await ddl.column('story', 'pen_at', 'integer?');
  },
  async down(ddl) {
    await ddl.dropColumn('story', 'pen_at');
    await ddl.dropColumn('story', 'pen');
  },
};
