import type { Ddl } from '../ddl.ts';
import type { Migration } from '../migrate.ts';

async function forStore(ddl: Ddl): Promise<void> {
  await ddl.table('job', {
    id: 'serial',
    kind: 'text',
    key: 'text?',
    payload_json: 'text',
    run_at: 'integer',
    state: 'text',
    attempts: 'integer',
    locked_until: 'integer?',
    locked_by: 'text?',
    error: 'text?',
    created_at: 'integer',
  });
  await ddl.index('job_open', 'job', ['state', 'run_at', 'id', 'kind']);
  const keyed = (state: string) => ({ unique: true, where: `state = '${state}' AND key IS NOT NULL` });
  await ddl.index('job_waiting_key', 'job', ['kind', 'key'], keyed('waiting'));
  await ddl.index('job_running_key', 'job', ['kind', 'key'], keyed('running'));
  await ddl.table('outbox', {
    id: 'serial',
    kind: 'text',
    key: 'text?',
    payload_json: 'text',
    created_at: 'integer',
    attempts: 'integer',
    next_at: 'integer',
    error: 'text?',
  });
  await ddl.index('outbox_next', 'outbox', ['next_at', 'id']);
  await ddl.index('outbox_key', 'outbox', ['kind', 'key', 'id'], { where: 'key IS NOT NULL' });
  await ddl.table(
    'lease',
    { name: 'text', holder: 'text', expires_at: 'integer' },
    { key: ['name'], byKey: true },
  );
}

async function forSite(ddl: Ddl): Promise<void> {
  await ddl.table('setting', { key: 'text', value_json: 'text', changed_at: 'integer' }, { key: ['key'] });
  await ddl.table(
    'author',
    { id: 'text', names_json: 'text', bios_json: 'text', pseudonymous: 'integer', portrait: 'text?' },
    { key: ['id'] },
  );
  await ddl.table('section', { id: 'text', names_json: 'text', position: 'integer' }, { key: ['id'] });
  await ddl.table('tag', { id: 'text', names_json: 'text' }, { key: ['id'], byKey: true });
  await ddl.table('series', { id: 'text', names_json: 'text', summaries_json: 'text' }, { key: ['id'] });
  await ddl.table(
    'page',
    {
      id: 'text',
      lang: 'text',
      slug: 'text',
      kind: 'text',
      headline: 'text',
      body_json: 'text',
      menu_position: 'integer?',
      changed_at: 'integer',
    },
    { key: ['id', 'lang'] },
  );
  await ddl.index('page_address', 'page', ['lang', 'slug'], { unique: true });
  await ddl.table(
    'front_slot',
    { lang: 'text', position: 'integer', story: 'text', until: 'integer?' },
    { key: ['lang', 'position'], byKey: true },
  );
  await ddl.index('front_slot_story', 'front_slot', ['story']);
  await ddl.table(
    'banner',
    { lang: 'text', text: 'text', link: 'text?', raised_at: 'integer', expires_at: 'integer' },
    { key: ['lang'], byKey: true },
  );
  await ddl.table(
    'legal_notice',
    {
      id: 'text',
      jurisdiction: 'text',
      texts_json: 'text',
      trigger_json: 'text',
      placement: 'text',
      size_ratio: 'real',
      valid_from: 'integer',
      valid_to: 'integer?',
    },
    { key: ['id'] },
  );
}

async function forStories(ddl: Ddl): Promise<void> {
  await ddl.table(
    'story',
    {
      id: 'text',
      lang: 'text',
      state: 'text',
      revision: 'integer',
      live_revision: 'integer?',
      translation_group: 'text',
      source_story: 'text?',
      source_revision: 'integer?',
      path: 'text?',
      first_live_at: 'integer?',
      due_at: 'integer?',
      redacted: 'integer',
      search: 'text',
      created_at: 'integer',
      changed_at: 'integer',
    },
    { key: ['id'] },
  );
  await ddl.index('story_path', 'story', ['path'], { unique: true, where: 'path IS NOT NULL' });
  await ddl.index('story_group', 'story', ['translation_group']);
  await ddl.index('story_source', 'story', ['source_story'], { where: 'source_story IS NOT NULL' });
  await ddl.index('story_state', 'story', ['state', 'changed_at', 'id']);
  await ddl.index('story_changed', 'story', ['changed_at', 'id']);
  await ddl.index('story_due', 'story', ['due_at'], { where: 'due_at IS NOT NULL' });
  await ddl.table(
    'revision',
    {
      story: 'text',
      number: 'integer',
      base: 'integer?',
      at: 'integer',
      account: 'text?',
      headline: 'text',
      standfirst: 'text',
      kicker: 'text',
      summary: 'text',
      slug: 'text',
      dateline_place: 'text?',
      dateline_date: 'text?',
      section: 'text?',
      series: 'text?',
      series_part: 'integer?',
      lead: 'text?',
      lead_json: 'text',
      tags_json: 'text',
      bylines_json: 'text',
      picks_json: 'text',
      body_json: 'text',
      words: 'integer',
    },
    { key: ['story', 'number'], belongs: { story: 'story' } },
  );
  await ddl.table(
    'kept_draft',
    { id: 'text', story: 'text', base: 'integer', at: 'integer', account: 'text?', draft_json: 'text' },
    { key: ['id'], belongs: { story: 'story' } },
  );
  await ddl.index('kept_draft_story', 'kept_draft', ['story', 'at']);
  await ddl.table(
    'transition',
    {
      id: 'serial',
      story: 'text',
      from_state: 'text',
      to_state: 'text',
      revision: 'integer',
      at: 'integer',
      account: 'text?',
      reason: 'text',
    },
    { belongs: { story: 'story' } },
  );
  await ddl.index('transition_story', 'transition', ['story', 'id']);
  await ddl.table(
    'note',
    { id: 'text', story: 'text', kind: 'text', at: 'integer', text: 'text', before: 'text?', after: 'text?' },
    { key: ['id'], belongs: { story: 'story' } },
  );
  await ddl.index('note_story', 'note', ['story', 'at']);
  await ddl.index('note_kind', 'note', ['kind', 'at']);
  await ddl.table(
    'redirect',
    { from_path: 'text', story: 'text?', to_path: 'text?', created_at: 'integer' },
    { key: ['from_path'], byKey: true },
  );
  await ddl.index('redirect_story', 'redirect', ['story'], { where: 'story IS NOT NULL' });
  await ddl.index('redirect_to', 'redirect', ['to_path'], { where: 'to_path IS NOT NULL' });
}

async function forMedia(ddl: Ddl): Promise<void> {
  await ddl.table(
    'media',
    {
      id: 'text',
      kind: 'text',
      type: 'text',
      name: 'text',
      width: 'integer?',
      height: 'integer?',
      bytes: 'integer',
      focal_x: 'real',
      focal_y: 'real',
      alts_json: 'text',
      captions_json: 'text',
      credit: 'text',
      agency: 'text',
      licence: 'text',
      licence_expires: 'integer?',
      state: 'text',
      created_at: 'integer',
    },
    { key: ['id'] },
  );
  await ddl.index('media_state', 'media', ['state'], { where: "state <> 'ready'" });
  await ddl.index('media_created', 'media', ['created_at', 'id']);
  await ddl.table(
    'rendition',
    { media: 'text', width: 'integer', format: 'text', height: 'integer', bytes: 'integer', sha256: 'text' },
    { key: ['media', 'width', 'format'], byKey: true, belongs: { media: 'media' } },
  );
}

async function forReaders(ddl: Ddl): Promise<void> {
  await ddl.table(
    'live',
    {
      story: 'text',
      lang: 'text',
      path: 'text',
      revision: 'integer',
      state: 'text',
      published_at: 'integer',
      updated_at: 'integer',
      translation_group: 'text',
      section: 'text?',
      series: 'text?',
      series_part: 'integer?',
      lead: 'text?',
      card_json: 'text',
    },
    { key: ['story'], belongs: { story: 'story' } },
  );
  await ddl.index('live_path', 'live', ['path'], { unique: true });
  await ddl.index('live_group', 'live', ['translation_group']);
  await ddl.index('live_section', 'live', ['section', 'published_at']);
  await ddl.index('live_series', 'live', ['series', 'series_part'], { where: 'series IS NOT NULL' });
  await ddl.index('live_lead', 'live', ['lead'], { where: 'lead IS NOT NULL' });
  await ddl.index('live_newest', 'live', ['lang', 'published_at', 'story']);
  await ddl.table(
    'listing',
    { list: 'text', at: 'integer', story: 'text' },
    { key: ['list', 'at', 'story'], byKey: true },
  );
  await ddl.index('listing_story', 'listing', ['story']);
  await ddl.table('list_total', { list: 'text', total: 'integer' }, { key: ['list'], byKey: true });
  await ddl.table(
    'related',
    { story: 'text', position: 'integer', target: 'text', reason: 'text' },
    { key: ['story', 'position'], byKey: true },
  );
  await ddl.index('related_target', 'related', ['target', 'story']);
  await ddl.table('media_use', { media: 'text', story: 'text' }, { key: ['media', 'story'], byKey: true });
  await ddl.index('media_use_story', 'media_use', ['story']);
  await ddl.table('change', { seq: 'serial', kind: 'text', key: 'text', at: 'integer?' });
}

async function forImports(ddl: Ddl): Promise<void> {
  await ddl.table(
    'import_run',
    {
      id: 'text',
      source: 'text',
      started_at: 'integer',
      finished_at: 'integer?',
      position: 'integer',
      counts_json: 'text',
    },
    { key: ['id'] },
  );
  await ddl.index('import_run_source', 'import_run', ['source', 'started_at']);
  await ddl.table(
    'import_item',
    {
      source: 'text',
      item: 'text',
      digest: 'text',
      outcome: 'text',
      reason: 'text',
      target_kind: 'text?',
      target: 'text?',
      revision: 'integer?',
      traits: 'text',
      at: 'integer',
    },
    { key: ['source', 'item'], byKey: true },
  );
  await ddl.index('import_item_target', 'import_item', ['target'], { where: 'target IS NOT NULL' });
  await ddl.table(
    'quarantine',
    { id: 'text', source: 'text', item: 'text', reason: 'text', file: 'text', at: 'integer' },
    { key: ['id'] },
  );
  await ddl.index('quarantine_item', 'quarantine', ['source', 'item']);
}

/** In an order that can be dropped from the end. */
const TABLES =
  'job outbox lease setting author section tag series page front_slot banner legal_notice story revision kept_draft ' +
  'transition note redirect media rendition live listing list_total related media_use change import_run import_item ' +
  'quarantine press_state';

export const first: Migration = {
  number: 1,
  name: 'first',
  async up(ddl) {
    await forStore(ddl);
    await forSite(ddl);
    await forStories(ddl);
    await forMedia(ddl);
    await forReaders(ddl);
    await forImports(ddl);
    await ddl.table('press_state', { key: 'text', value_json: 'text' }, { key: ['key'] });
  },
  async down(ddl) {
    for (const table of TABLES.split(' ').toReversed()) await ddl.dropTable(table);
  },
};
