import type { Ddl } from '../ddl.ts';
import type { Migration } from '../migrate.ts';

/** Who works at the desk, how they sign in, and what they did. No table has an address or a name of a device. */
async function forPeople(ddl: Ddl): Promise<void> {
  await ddl.table(
    'account',
    { id: 'text', name: 'text', roles_json: 'text', created_at: 'integer', closed_at: 'integer?' },
    { key: ['id'] },
  );
  await ddl.table(
    'passkey',
    {
      id: 'text',
      account: 'text',
      public_key: 'text',
      counter: 'integer',
      transports_json: 'text',
      name: 'text',
      created_at: 'integer',
      used_at: 'integer?',
    },
    { key: ['id'], belongs: { account: 'account' } },
  );
  await ddl.index('passkey_account', 'passkey', ['account']);
  await ddl.table(
    'session',
    {
      id: 'text',
      secret_hash: 'text',
      account: 'text',
      browser: 'text',
      created_at: 'integer',
      used_at: 'integer',
    },
    { key: ['id'], belongs: { account: 'account' } },
  );
  await ddl.index('session_secret', 'session', ['secret_hash'], { unique: true });
  await ddl.index('session_account', 'session', ['account']);
  await ddl.table(
    'sign_in_link',
    { secret_hash: 'text', account: 'text', created_at: 'integer', expires_at: 'integer' },
    { key: ['secret_hash'], belongs: { account: 'account' } },
  );
  await ddl.table('audit', {
    id: 'serial',
    at: 'integer',
    account: 'text?',
    act: 'text',
    story: 'text?',
    subject: 'text',
    detail_json: 'text',
  });
  await ddl.index('audit_story', 'audit', ['story', 'id'], { where: 'story IS NOT NULL' });
}

/** What colleagues do at one story. */
async function forStories(ddl: Ddl): Promise<void> {
  await ddl.table(
    'story_lock',
    { story: 'text', holder: 'text', account: 'text?', since: 'integer', beat_at: 'integer' },
    { key: ['story'], belongs: { story: 'story' } },
  );
  await ddl.table('story_pen', { story: 'text', mark: 'text' }, { key: ['story', 'mark'], byKey: true });
  await ddl.table(
    'colleague_note',
    {
      id: 'text',
      story: 'text',
      account: 'text?',
      at: 'integer',
      block: 'text?',
      quote: 'text',
      text: 'text',
      resolved_at: 'integer?',
    },
    { key: ['id'], belongs: { story: 'story' } },
  );
  await ddl.index('colleague_note_story', 'colleague_note', ['story', 'at']);
  await ddl.table(
    'preview_link',
    {
      id: 'text',
      secret_hash: 'text',
      story: 'text',
      account: 'text?',
      created_at: 'integer',
      expires_at: 'integer',
    },
    { key: ['id'], belongs: { story: 'story' } },
  );
  await ddl.index('preview_link_secret', 'preview_link', ['secret_hash'], { unique: true });
  await ddl.index('preview_link_story', 'preview_link', ['story']);
}

/** Stories that name a pseudonym already are protected from now on, and who wrote them is forgotten. */
async function forPseudonyms(ddl: Ddl): Promise<void> {
  await ddl.column('story', 'protected', 'integer?');
  await ddl.run(
    `UPDATE story SET protected = 1 WHERE id IN (SELECT revision.story FROM revision JOIN author
      ON author.pseudonymous = 1 AND revision.bylines_json LIKE '%"' || author.id || '"%')`,
  );
  for (const table of ['revision', 'transition', 'kept_draft'])
    await ddl.run(
      `UPDATE ${table} SET account = NULL WHERE story IN (SELECT id FROM story WHERE protected = 1)`,
    );
  await ddl.index('story_protected', 'story', ['id'], { where: 'protected = 1' });
}

const TABLES = [
  'preview_link',
  'colleague_note',
  'story_pen',
  'story_lock',
  'audit',
  'sign_in_link',
  'session',
  'passkey',
  'account',
];

export const desk: Migration = {
  number: 3,
  name: 'desk',
  async up(ddl) {
    await forPeople(ddl);
    await forStories(ddl);
    await forPseudonyms(ddl);
    await ddl.column('media', 'search', 'text?');
    await ddl.index('media_unsearched', 'media', ['id'], { where: 'search IS NULL' });
  },
  async down(ddl) {
    await ddl.dropIndex('media_unsearched');
    await ddl.dropColumn('media', 'search');
    await ddl.dropIndex('story_protected');
    await ddl.dropColumn('story', 'protected');
    for (const table of TABLES) await ddl.dropTable(table);
  },
};
