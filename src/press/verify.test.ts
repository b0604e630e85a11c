import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { openDepot, type Depot } from '#depot';
import { encodeMirrors, fingerprintWords, MIRRORS_PATH, nextRoot, rootFingerprint } from '#edition';
import { eachDatabase } from '../../test/databases.ts';
import { paperKeys } from '../../test/paper-keys.ts';
import { press, type PressOptions, type PressReport } from './press.ts';
import type { Signing } from './sign.ts';
import { draftWith, filesOf, openWorks, type Works } from './testing.ts';

const PAGES = ['verify.html', 'ru/verify.html', 'fa/verify.html'];
const STARTERS = ['starter.html', 'ru/starter.html', 'fa/starter.html'];
const NOTES = ['saved-note.txt', 'ru/saved-note.txt', 'fa/saved-note.txt'];

/** Keys of a sample, and the same with a second root after the first. */
async function keysAt(at: number): Promise<{ before: Signing; after: Signing }> {
  const { signing, plan, first, bytesOf } = await paperKeys({ at, sample: true });
  const { signers, anchors } = signing;
  const roots = [...anchors.roots, await bytesOf(await nextRoot(first, plan, { at }))];
  return { before: signing, after: { signers, anchors: { ...anchors, roots } } };
}

type Told = { root: string | null };

const told = (html: string): Told =>
  JSON.parse(
    /<script type="application\/json" id="verify-data">([^<]*)<\/script>/.exec(html)?.[1] ?? '{}',
  ) as Told;

eachDatabase((_name, database) => {
  let works: Works | undefined;
  const folders: string[] = [];
  const depots: Depot[] = [];

  afterEach(async () => {
    for (const depot of depots.splice(0)) await depot.close();
    await works?.close();
    works = undefined;
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  async function open() {
    const url = await database.url();
    works = await openWorks(url);
    const { newsroom, clock } = works;
    const folder = mkdtempSync(join(tmpdir(), 'longwave-verify-'));
    folders.push(folder);
    const depotAt = async (name: string): Promise<Depot> => {
      const depot = await openDepot({ folder: join(folder, name), now: () => clock.now });
      depots.push(depot);
      return depot;
    };
    const into = (
      depot: Depot,
      sign: Signing | undefined,
      more: Pick<PressOptions, 'full' | 'standing' | 'onion'> = {},
    ): Promise<PressReport> =>
      press({
        newsroom,
        depot,
        at: clock.now,
        databaseUrl: url,
        folder,
        threads: 1,
        ...more,
        ...(sign ? { sign } : {}),
      });
    return { newsroom, clock, depotAt, into };
  }

  it('puts the page that verifies and the note of saved stories into every edition, in each language', async () => {
    const { clock, depotAt, into } = await open();
    const depot = await depotAt('unsigned');
    await into(depot, undefined);
    const unsigned = filesOf(depot);
    const script = [...unsigned.keys()].find((path) => /^assets\/verify-[^/]+\.js$/.test(path)) ?? 'none';
    for (const path of PAGES) {
      expect(unsigned.get(path)).not.toContain('verify-data');
      expect(unsigned.get(path)).not.toContain('<ol class="verify-words"');
    }
    const { before } = await keysAt(clock.now);
    await into(depot, before);
    const signed = filesOf(depot);
    const [root = new Uint8Array()] = before.anchors.roots;
    const words = await fingerprintWords(await rootFingerprint(root));
    for (const path of PAGES) {
      const html = signed.get(path) ?? '';
      expect(told(html).root).toBe(Buffer.from(root).toString('base64'));
      expect(html).toContain(`src="${path.includes('/') ? '../' : ''}${script}"`);
      for (const word of words) expect(html).toContain(`<li>${word}</li>`);
    }
    for (const path of NOTES) {
      for (const word of words) expect(signed.get(path)).toContain(`<li>${word}</li>`);
      expect(depot.lookup(path)?.type).toBe('text/plain; charset=utf-8');
    }
    expect(depot.lookup(script)?.type).toContain('text/javascript');
    expect(signed.get('sitemap/pages.xml') ?? [...signed.values()].join('')).toContain('/verify.html</loc>');
  });

  it('makes them anew when the keys change, and only then, as a full press would', async () => {
    const { newsroom, clock, depotAt, into } = await open();
    const depot = await depotAt('edition');
    const { before, after } = await keysAt(clock.now);
    await into(depot, before);
    expect(await into(depot, before)).toMatchObject({ how: 'none' });
    clock.now += 3_600_000;
    const { id } = await newsroom.stories.create({ lang: 'en', draft: draftWith('first') });
    await newsroom.stories.move({ story: id, to: 'live' });
    const published = await into(depot, before);
    expect(
      [...published.changed, ...published.added].filter((path) =>
        [...PAGES, ...NOTES, 'worker.js'].includes(path),
      ),
    ).toEqual([]);
    const rotated = await into(depot, after);
    expect(rotated.changed).toEqual([...PAGES, ...STARTERS, 'worker.js'].sort());
    const newest = Buffer.from(after.anchors.roots[1] ?? []).toString('base64');
    expect(told(filesOf(depot).get('fa/verify.html') ?? '').root).toBe(newest);
    expect(await into(depot, after)).toMatchObject({ how: 'none' });
    const afresh = await depotAt('afresh');
    await into(afresh, after, { full: true });
    expect(filesOf(afresh)).toEqual(filesOf(depot));
  });

  it('puts what helps readers to find the paper again into every edition, and the mirrors as soon as they change', async () => {
    const { clock, depotAt, into } = await open();
    const depot = await depotAt('places');
    const { before } = await keysAt(clock.now);
    await into(depot, before);
    const first = filesOf(depot);
    for (const prefix of ['', 'ru/', 'fa/']) {
      for (const name of ['reach.html', 'cards.html', 'starter.html', 'links.txt', 'links.json'])
        expect([...first.keys()]).toContain(`${prefix}${name}`);
      expect(first.get(`${prefix}index.html`)).toContain('reach.html"');
    }
    expect(depot.lookup('links.json')?.type).toBe('application/json; charset=utf-8');
    const text = encodeMirrors({
      _type: 'mirrors',
      format: 1,
      version: Date.UTC(2026, 10, 27, 12) / 1000,
      origin: 'https://farshore.example/',
      mirrors: [
        { address: 'https://tidewater.example/', use: 'entry' },
        { address: 'https://cloud.example/bucket/', use: 'data' },
      ],
    });
    const list = { path: MIRRORS_PATH, type: 'application/json; charset=utf-8', text };
    const places = { standing: () => Promise.resolve([list]) };
    expect(await into(depot, before, places)).toMatchObject({ how: 'changes' });
    const second = filesOf(depot);
    for (const path of ['reach.html', 'cards.html', 'saved-note.txt', 'ru/links.txt'])
      expect(second.get(path)).toContain('https://tidewater.example/');
    for (const path of ['reach.html', 'cards.html', 'saved-note.txt'])
      expect(second.get(path)).not.toContain('cloud.example');
    expect(second.get('cards.html')).toContain('Of 27 November 2026');
    expect(await into(depot, before, places)).toMatchObject({ how: 'none' });
    const onion = 'http://farshore2345671.onion/';
    expect(await into(depot, before, { ...places, onion })).toMatchObject({ how: 'changes' });
    expect(filesOf(depot).get('fa/reach.html')).toContain(`${onion}fa/`);
    expect(await into(depot, before, { ...places, onion })).toMatchObject({ how: 'none' });
  });
});
