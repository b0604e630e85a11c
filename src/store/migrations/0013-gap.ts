import type { Migration } from '../migrate.ts';

/**
 * The figure of the room `support`: what it published, and the private book under it with the seed of its salts. Rows are
 * only ever added; one that was changed no longer fits the published record.
 */
export const gap: Migration = {
  number: 13,
  name: 'gap',
  async up(ddl) {
    await ddl.table(
      'gap_book',
      {
        number: 'integer',
        seed: 'text',
        currency: 'text',
        play: 'integer',
        begun_on: 'text',
        after: 'integer',
      },
      { key: ['number'] },
    );
    const belongs = { key: ['book', 'number'], byKey: true };
    await ddl.table('gap_line', { book: 'integer', number: 'integer', text: 'text' }, belongs);
    await ddl.table(
      'gap_posting',
      { book: 'integer', number: 'integer', entry: 'integer', text: 'text' },
      belongs,
    );
    await ddl.table(
      'gap_seal',
      { book: 'integer', number: 'integer', day: 'text', size: 'integer', entry: 'integer' },
      belongs,
    );
  },
  async down(ddl) {
    for (const table of ['gap_seal', 'gap_posting', 'gap_line', 'gap_book']) await ddl.dropTable(table);
  },
};
