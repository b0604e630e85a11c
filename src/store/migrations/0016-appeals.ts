import type { Migration } from '../migrate.ts';

/** How often appeals led to contributions, in sums of ten; of the room `support`. */
export const appeals: Migration = {
  number: 16,
  name: 'appeals',
  async up(ddl) {
    await ddl.table(
      'appeal_count',
      { source: 'text', day: 'text', times: 'integer' },
      { key: ['source', 'day'] },
    );
  },
  async down(ddl) {
    await ddl.dropTable('appeal_count');
  },
};
