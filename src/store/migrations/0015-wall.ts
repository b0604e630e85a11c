import type { Migration } from '../migrate.ts';

/**
 * Where a supporter wants to be told that a payment failed, an address under a key that lies elsewhere; and the names
 * that supporters chose for the wall.
 */
export const wall: Migration = {
  number: 15,
  name: 'wall',
  async up(ddl) {
    await ddl.table(
      'failure_notice',
      {
        contribution: 'text',
        undo_hash: 'text',
        lang: 'text',
        sealed_by: 'text',
        sealed: 'text',
        sent: 'integer',
        next_at: 'integer?',
      },
      { key: ['contribution'], belongs: { contribution: 'contribution' } },
    );
    await ddl.index('failure_notice_undo', 'failure_notice', ['undo_hash']);
    await ddl.table(
      'wall_name',
      { contribution: 'text', name: 'text', shows_amount: 'integer', state: 'text', month: 'text' },
      { key: ['contribution'], belongs: { contribution: 'contribution' } },
    );
    await ddl.index('wall_name_state', 'wall_name', ['state', 'month']);
  },
  async down(ddl) {
    for (const table of ['wall_name', 'failure_notice']) await ddl.dropTable(table);
  },
};
