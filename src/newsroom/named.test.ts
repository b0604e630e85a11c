import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { bench, done, draft, publish, stock } from './testing.ts';
import type { Bench } from './testing.ts';

eachDatabase((_name, open) => {
  let desk: Bench;
  beforeEach(async () => {
    desk = await bench(open);
    await stock(desk);
  });
  afterEach(() => desk.close());

  describe('a story is named', () => {
    const named = async (name: string): Promise<string[]> =>
      (await desk.newsroom.stories.named(name)).map(({ id }) => id);

    it('by its id, its address here and on any host, and its slug', async () => {
      const { id, path } = await publish(desk, 'Ferries stop');
      await publish(desk, 'Ferries sail');
      expect(path).toBe('2026/11/23/ferries-stop.html');
      for (const name of [
        id,
        '2026/11/23/ferries-stop.html',
        '/2026/11/23/ferries-stop.html#top',
        'https://light.example/2026/11/23/ferries-stop.html',
        'http://127.0.0.1:4000/2026/11/23/ferries-stop.html?from=mail',
        'https://store.example/a/copy/2026/11/23/ferries%2Dstop.html',
        'ferries-stop',
        'ferries-stop.html',
      ])
        expect([name, await named(name)]).toEqual([name, [id]]);
    });

    it('by an old address as well', async () => {
      const { id, path } = await publish(desk, 'Ferries stop');
      done(await desk.newsroom.redirects.add({ from: '/old/1/', to: { story: id } }));
      const saved = { story: id, base: 1, draft: draft('Ferries stop', { slug: 'no-ferries' }) };
      done(await desk.newsroom.stories.save(saved));
      done(await desk.newsroom.stories.move({ story: id, to: 'live' }));
      for (const name of [path ?? '', 'old/1/index.html', 'no-ferries'])
        expect([name, await named(name)]).toEqual([name, [id]]);
    });

    it('by a slug that several have, all of them', async () => {
      const { id } = await publish(desk, 'Ferries stop');
      const draftOfIt = await desk.newsroom.stories.create({
        lang: 'ru',
        draft: draft('Паромы стоят', { slug: 'ferries-stop' }),
      });
      expect((await named('ferries-stop')).sort()).toEqual([id, draftOfIt.id].sort());
    });

    it('by nothing else', async () => {
      await publish(desk, 'Ferries stop');
      for (const name of [
        '',
        'ferries',
        'ferries_stop',
        '%',
        'stop.html',
        'https://light.example/',
        'http://%',
        '%zz',
      ])
        expect([name, await named(name)]).toEqual([name, []]);
    });
  });
});
