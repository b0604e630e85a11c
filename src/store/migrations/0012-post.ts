import type { Migration } from '../migrate.ts';

/** Reminders and forms, of the room `support`; sums and bounces of what was sent, of the room `post`. */
export const post: Migration = {
  number: 12,
  name: 'post',
  async up(ddl) {
    await ddl.table(
      'reminder',
      { id: 'text', due_at: 'integer', lang: 'text', sealed_by: 'text', sealed: 'text', same: 'text' },
      { key: ['id'] },
    );
    await ddl.index('reminder_same', 'reminder', ['same']);
    await ddl.index('reminder_due', 'reminder', ['due_at']);
    await ddl.table('form_token', { id: 'text', at: 'integer' }, { key: ['id'] });
    await ddl.table(
      'post_sum',
      { day: 'text', kind: 'text', what: 'text', count: 'integer' },
      { key: ['day', 'kind', 'what'] },
    );
    await ddl.table('post_bounce', { id: 'text', at: 'integer' }, { key: ['id'] });
  },
  async down(ddl) {
    for (const table of ['post_bounce', 'post_sum', 'form_token', 'reminder']) await ddl.dropTable(table);
  },
};
