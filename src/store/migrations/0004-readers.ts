import type { Migration } from '../migrate.ts';

/** How often each page was sent in a day: no address, no name, nothing of who asked. */
export const readers: Migration = {
  number: 4,
  name: 'readers',
  async up(ddl) {
    await ddl.table(
      'page_count',
      { day: 'text', path: 'text', count: 'integer' },
      { key: ['day', 'path'], byKey: true },
    );
  },
  async down(ddl) {
    await ddl.dropTable('page_count');
  },
};
