import type { Migration } from '../migrate.ts';

/** Mirrors, what was seen of them, and the list that readers get. */
export const reach: Migration = {
  number: 2,
  name: 'reach',
  async up(ddl) {
    await ddl.table(
      'mirror',
      {
        id: 'text',
        kind: 'text',
        target: 'text',
        address: 'text',
        use: 'text',
        state: 'text',
        options_json: 'text',
        added_at: 'integer',
        changed_at: 'integer',
        pushed_edition: 'integer?',
        pushed_at: 'integer?',
        error: 'text?',
      },
      { key: ['id'] },
    );
    await ddl.index('mirror_address', 'mirror', ['address'], { unique: true });
    await ddl.table(
      'vantage',
      { id: 'text', label: 'text', command_json: 'text', added_at: 'integer' },
      { key: ['id'] },
    );
    await ddl.table('probe', {
      id: 'serial',
      mirror: 'text',
      vantage: 'text',
      at: 'integer',
      verdict: 'text',
      reason: 'text',
      ms: 'integer?',
      edition: 'integer?',
    });
    await ddl.index('probe_mirror', 'probe', ['mirror', 'at']);
    await ddl.index('probe_at', 'probe', ['at']);
    await ddl.table('reach_state', { key: 'text', value_json: 'text' }, { key: ['key'] });
  },
  async down(ddl) {
    for (const table of ['reach_state', 'probe', 'vantage', 'mirror']) await ddl.dropTable(table);
  },
};
