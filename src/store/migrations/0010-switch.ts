import type { Migration } from '../migrate.ts';

/** The designation switch of the room `support`: what was switched, and a log in which each line seals those before. */
export const designation: Migration = {
  number: 10,
  name: 'switch',
  async up(ddl) {
    await ddl.table(
      'switch_run',
      {
        id: 'text',
        countries: 'text',
        reason: 'text',
        account: 'text?',
        begun_at: 'integer',
        ended_at: 'integer?',
        signature_json: 'text?',
      },
      { key: ['id'] },
    );
    await ddl.table(
      'switch_line',
      { run: 'text', number: 'integer', at: 'integer', event: 'text', about: 'text?', chain: 'text' },
      { key: ['run', 'number'], byKey: true, belongs: { run: 'switch_run' } },
    );
    await ddl.index('switch_line_about', 'switch_line', ['run', 'about']);
  },
  async down(ddl) {
    await ddl.dropTable('switch_line');
    await ddl.dropTable('switch_run');
  },
};
