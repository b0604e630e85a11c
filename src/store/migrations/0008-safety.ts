import type { Migration } from '../migrate.ts';

/** The rules of giving from other countries, of the room `support`. Versions are only ever added. */
export const safety: Migration = {
  number: 8,
  name: 'safety',
  async up(ddl) {
    await ddl.table(
      'safety_rules',
      { number: 'integer', at: 'integer', rules_json: 'text' },
      { key: ['number'] },
    );
  },
  async down(ddl) {
    await ddl.dropTable('safety_rules');
  },
};
