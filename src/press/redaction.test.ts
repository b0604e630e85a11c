import { readdirSync, readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import { openDepot } from '#depot';
import { eachDatabase } from '../../test/databases.ts';
import { paperKeys } from '../../test/paper-keys.ts';
import { press } from './press.ts';
import { draftWith, openWorks, type Works } from './testing.ts';

const CANARY = /zephyrquill/i;
const HOUR = 3_600_000;

/** Every file below a folder whose name or bytes hold the canary, what is packed in them unpacked. */
function tracesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const file = join(entry.parentPath, entry.name).slice(folder.length);
    if (CANARY.test(file)) return [file];
    if (!entry.isFile()) return [];
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    return [bytes, ...unpacked(bytes)].some((part) => CANARY.test(part.toString('latin1'))) ? [file] : [];
  });
}

/** Whatever in some bytes is gzip. */
function unpacked(bytes: Buffer): Buffer[] {
  const found: Buffer[] = [];
  const start = Buffer.from([0x1f, 0x8b, 0x08, 0x00]);
  for (let at = bytes.indexOf(start); at !== -1; at = bytes.indexOf(start, at + 1)) {
    try {
      found.push(inflateRawSync(bytes.subarray(at + 10)));
    } catch {
      // These four bytes came about by chance.
    }
  }
  return found;
}

/**
 * Tables that pages, lists, feeds and addresses are made of. The log of changes is not among them: it tells the press
 * which addresses to empty, and no reader is shown anything of it.
 */
const PUBLIC = [
  'live',
  'listing',
  'list_total',
  'related',
  'media_use',
  'redirect',
  'front_slot',
  'press_state',
  'job',
  'outbox',
] as const;

async function tracesInTables({ store }: Works): Promise<string[]> {
  const found: string[] = [];
  for (const table of PUBLIC) {
    const rows = await store.db.selectFrom(table).selectAll().execute();
    if (CANARY.test(JSON.stringify(rows))) found.push(table);
  }
  const stories = await store.db.selectFrom('story').select(['path', 'search']).execute();
  return CANARY.test(JSON.stringify(stories)) ? [...found, 'story'] : found;
}

eachDatabase((_name, open) => {
  let works: Works | undefined;
  let folder = '';
  afterEach(async () => {
    await works?.close();
    works = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  it('a redacted story leaves no trace of its words or its address in any edition, folder, log or public table', async () => {
    const databaseUrl = await open.url();
    works = await openWorks(databaseUrl);
    folder = mkdtempSync(join(tmpdir(), 'longwave-redaction-'));
    const { newsroom, clock } = works;
    const depot = await openDepot({ folder: join(folder, 'depot'), now: () => clock.now, keep: 8 });
    const { signing: sign } = await paperKeys({ at: clock.now });
    const next = async (): Promise<void> => {
      clock.now += HOUR;
      await press({ newsroom, depot, at: clock.now, databaseUrl, folder, threads: 1, sign });
    };
    const other = await newsroom.stories.create({ lang: 'en', draft: draftWith('plain', { slug: 'plain' }) });
    await newsroom.stories.move({ story: other.id, to: 'live' });
    await next();
    const draft = draftWith('Zephyrquill', { slug: 'zephyrquill-tale', tags: ['tariffs'] });
    const { id } = await newsroom.stories.create({ lang: 'en', draft });
    await newsroom.stories.move({ story: id, to: 'live' });
    await next();
    const second = draftWith('Zephyrquill again', { slug: 'zephyrquill-moved', tags: ['tariffs'] });
    await newsroom.stories.save({ story: id, base: 1, draft: second });
    await newsroom.stories.correct({
      story: id,
      text: 'Zephyrquill was wrong',
      before: 'zephyrquill one',
      after: 'zephyrquill two',
      revision: 'newest',
    });
    await next();
    const out = join(folder, 'out');
    await depot.exportFolder({ to: out });
    const history = depot.list().find(({ path }) => path.endsWith('/zephyrquill-moved/changes.html'));
    expect(history && depot.readRaw(history).toString()).toMatch(/<ins>[^<]*again/);
    expect(tracesIn(join(folder, 'depot')).length).toBeGreaterThan(0);
    expect(tracesIn(out).length).toBeGreaterThan(5);
    expect(await tracesInTables(works)).toContain('live');

    clock.now += HOUR;
    await newsroom.stories.withdraw({ story: id, reason: 'It endangers somebody', redact: true });
    await next();
    await depot.gc({ keep: 1 });
    await depot.exportFolder({ to: out });
    expect(tracesIn(join(folder, 'depot'))).toEqual([]);
    expect(tracesIn(out)).toEqual([]);
    expect(await tracesInTables(works)).toEqual([]);
    expect(depot.log().size).toBe(4);
    // A full press finds nothing of it either.
    const afresh = await openDepot({ folder: join(folder, 'afresh'), now: () => clock.now });
    await press({
      newsroom,
      depot: afresh,
      at: clock.now,
      databaseUrl,
      folder,
      threads: 1,
      full: true,
      sign,
    });
    expect(afresh.head()?.root).toBe(depot.head()?.root);
    expect(tracesIn(join(folder, 'afresh'))).toEqual([]);
    await afresh.close();
    await depot.close();
  }, 60_000);

  it('a withdrawn story keeps its address and the times of its changes, and not a word more', async () => {
    works = await openWorks(await open.url());
    const { newsroom, depot, clock } = works;
    const draft = draftWith('first', { slug: 'tale' });
    const { id } = await newsroom.stories.create({ lang: 'en', draft });
    await newsroom.stories.move({ story: id, to: 'live' });
    clock.now += HOUR;
    await newsroom.stories.save({ story: id, base: 1, draft: draftWith('second', { slug: 'tale' }) });
    await newsroom.stories.move({ story: id, to: 'live' });
    await works.press();
    const path = (await newsroom.stories.get(id))?.path ?? '';
    const changes = path.replace('.html', '/changes.html');
    expect(depot.lookup(changes)).not.toBeNull();
    clock.now += HOUR;
    await newsroom.stories.withdraw({ story: id, reason: 'It was not so' });
    await works.press();
    expect(depot.lookup(changes)).toBeNull();
    const stone = depot.lookup(path);
    const text = stone === null ? '' : depot.readRaw(stone).toString();
    expect(text).toMatch(/Published.*Changed.*Withdrawn/s);
    expect(text).not.toContain('Words of');
    clock.now += HOUR;
    await newsroom.stories.move({ story: id, to: 'live', reason: 'It was so after all' });
    await works.press();
    const again = depot.lookup(changes);
    expect(again && depot.readRaw(again).toString()).toMatch(
      /Published again.*Withdrawn.*Changed.*Published/s,
    );
    const fresh = await works.afresh();
    expect(fresh.head()?.root).toBe(depot.head()?.root);
  });
});
