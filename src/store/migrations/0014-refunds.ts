import type { Migration } from '../migrate.ts';

/** What was given back at the desk, each once, and how questions of the rails were decided; of the room `support`. */
export const refunds: Migration = {
  number: 14,
  name: 'refunds',
  async up(ddl) {
    await ddl.table(
      'support_refund',
      {
        rail: 'text',
        source: 'text',
        number: 'integer',
        amount: 'integer',
        reason: 'text',
        state: 'text',
        day: 'text',
      },
      { key: ['rail', 'source', 'number'] },
    );
    await ddl.column('rail_question', 'settled', 'text?');
  },
  async down(ddl) {
    await ddl.dropColumn('rail_question', 'settled');
    await ddl.dropTable('support_refund');
  },
};
