import { afterEach, expect, it } from 'vitest';
import { BUNDLE_PATH, encodeMirrors, MIRRORS_PATH, parseRecord, unpackBundle } from '#edition';
import type { EditionRecord } from '#edition';
import type { Depot } from '#depot';
import { eachDatabase } from '../../test/databases.ts';
import { paperKeys } from '../../test/paper-keys.ts';
import { press, signAgain, type Output, type PressReport } from './press.ts';
import { filesOf, openWorks, type Works } from './testing.ts';

const listOf = (version: number, ...names: string[]): Output => ({
  path: MIRRORS_PATH,
  type: 'application/json; charset=utf-8',
  text: encodeMirrors({
    _type: 'mirrors',
    format: 1,
    version,
    origin: 'https://farshore.example/',
    mirrors: names.map((name) => ({ address: `https://${name}.example/`, use: 'data' })),
  }),
});

async function recordOf(depot: Depot): Promise<EditionRecord> {
  const file = depot.reserved(BUNDLE_PATH);
  if (file?.kind !== 'stored') throw new Error('The edition is not signed');
  return parseRecord((await unpackBundle(depot.readRaw(file.entry))).record);
}

eachDatabase((_name, database) => {
  let works: Works | undefined;

  afterEach(async () => {
    await works?.close();
    works = undefined;
  });

  async function open() {
    const url = await database.url();
    works = await openWorks(url);
    const { newsroom, clock, depot } = works;
    const { signing: sign } = await paperKeys({ at: clock.now, sample: true });
    const pressed = (standing: Output[], full = false): Promise<PressReport> => {
      const at = (clock.now += 1000);
      const given = () => Promise.resolve(standing);
      return press({
        newsroom,
        depot,
        at,
        databaseUrl: url,
        folder: '',
        threads: 1,
        full,
        sign,
        standing: given,
      });
    };
    return { ...works, sign, pressed };
  }

  it('is named by the record and shown by the page that verifies, without pressing anything else', async () => {
    const { depot, pressed, sign, clock } = await open();
    await pressed([], true);
    expect(await recordOf(depot)).not.toHaveProperty('mirrors');
    const report = await pressed([listOf(7, 'oak', 'elm')]);
    expect(report).toMatchObject({ how: 'changes', signed: true });
    const pages = ['fa/verify.html', 'ru/verify.html', 'verify.html'];
    const names = ['links.json', 'links.txt', 'starter.html', 'verify.html'];
    const shown = ['', 'fa/', 'ru/'].flatMap((prefix) => names.map((name) => `${prefix}${name}`));
    expect([...report.added, ...report.changed].sort()).toEqual([MIRRORS_PATH, ...shown].sort());
    expect((await recordOf(depot)).mirrors).toBe(7);
    for (const page of pages) {
      expect(filesOf(depot).get(page)).toContain('<a href="https://elm.example/">https://elm.example/</a>');
    }
    expect(await pressed([listOf(7, 'oak', 'elm')])).toMatchObject({ how: 'none' });
    await signAgain({ depot, sign, at: clock.now + 1000 });
    expect((await recordOf(depot)).mirrors).toBe(7);
    await pressed([listOf(8, 'elm')], true);
    expect((await recordOf(depot)).mirrors).toBe(8);
  });

  it('goes with the number in the record where the newsroom has none any more', async () => {
    const { depot, pressed } = await open();
    await pressed([listOf(7, 'oak')], true);
    const { removed } = await pressed([]);
    expect(removed).toEqual([MIRRORS_PATH]);
    expect(await recordOf(depot)).not.toHaveProperty('mirrors');
    expect(filesOf(depot).get('verify.html')).not.toContain('oak.example');
  });

  it('is asked for once the press has its turn', async () => {
    const { depot, newsroom, clock } = await open();
    const writer = await depot.begin();
    const asked: string[] = [];
    const waiting = press({
      newsroom,
      depot,
      at: clock.now,
      databaseUrl: '',
      folder: '',
      threads: 1,
      atMost: 0,
      standing: () => {
        asked.push('standing');
        return Promise.resolve([]);
      },
    });
    await newsroom.site.get();
    asked.push('freed');
    await writer.abort();
    expect(await waiting).toMatchObject({ how: 'beyond' });
    expect(asked).toEqual(['freed', 'standing']);
  });
});
