import type { Migration } from '../migrate.ts';

/** Which stretch of writing the newest revision of a story comes from: a tab knows it again when no answer came. */
export const sitting: Migration = {
  number: 6,
  name: 'sitting',
  async up(ddl) {
    await ddl.column('story', 'sitting', 'text?');
    await ddl.column('story', 'sitting_at', 'integer?');
  },
  async down(ddl) {
    await ddl.dropColumn('story', 'sitting_at');
    await ddl.dropColumn('story', 'sitting');
  },
};
