import type { Migration } from '../migrate.ts';

/** What follows from a story: what its other languages have to look at, how long it is to be, whom a preview is for. */
export const following: Migration = {
  number: 5,
  name: 'following',
  async up(ddl) {
    await ddl.table(
      'story_task',
      { story: 'text', source: 'text', kind: 'text', note: 'text', at: 'integer' },
      { key: ['story', 'source'], belongs: { story: 'story', source: 'story' }, byKey: true },
    );
    await ddl.index('story_task_source', 'story_task', ['source']);
    await ddl.table(
      'story_plan',
      { story: 'text', words: 'integer' },
      { key: ['story'], belongs: { story: 'story' } },
    );
    await ddl.column('preview_link', 'reader', 'text?');
  },
  async down(ddl) {
    await ddl.dropColumn('preview_link', 'reader');
    await ddl.dropTable('story_plan');
    await ddl.dropTable('story_task');
  },
};
