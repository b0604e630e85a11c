import { statSync } from 'node:fs';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { isPicture } from './media.ts';
import { bench, done, photo } from './testing.ts';
import type { Bench } from './testing.ts';

eachDatabase((_name, open) => {
  let desk: Bench;
  beforeEach(async () => {
    desk = await bench(open);
  });
  afterEach(() => desk.close());

  it('renders JPEG first, then AVIF one by one, and tells the press at both ends', async () => {
    const { newsroom, store, clock } = desk;
    const bytes = await photo(1200, 800).jpeg().toBuffer();
    const { picture, added } = done(await newsroom.media.addPicture({ name: 'photo.jpg', bytes }));
    expect(added).toBe(true);
    expect(picture).toMatchObject({ width: 1200, height: 800, state: 'waiting', focal: { x: 0.5, y: 0.5 } });
    expect(picture.renditions.map(({ format, width }) => [format, width])).toEqual([['jpeg', 480]]);
    const only = {
      'media.render': newsroom.handlers['media.render'] ?? (() => Promise.reject(new Error('None'))),
    };
    const states: string[] = [];
    while ((await store.jobs.next(['media.render'])) !== null) {
      await store.jobs.runDue(only, clock.now);
      const [now] = await newsroom.media.get([picture.id]);
      if (now && isPicture(now)) states.push(`${now.state} ${now.renditions.length}`);
    }
    expect(states.at(-1)).toBe('ready 6');
    const [ready] = await newsroom.media.get([picture.id]);
    if (!ready || !isPicture(ready)) throw new Error('The picture is gone');
    expect(ready.renditions.map(({ format, width, height }) => [format, width, height])).toEqual([
      ['avif', 480, 320],
      ['avif', 960, 640],
      ['avif', 1200, 800],
      ['jpeg', 480, 320],
      ['jpeg', 960, 640],
      ['jpeg', 1200, 800],
    ]);
    for (const { format, width, bytes: size } of ready.renditions) {
      const file = newsroom.media.file(picture.id, format, width);
      expect(statSync(file).size).toBe(size);
      expect((await sharp(file).metadata()).format).toBe(format === 'avif' ? 'heif' : 'jpeg');
    }
    const lines = await newsroom.live.changes(0, 100);
    expect(lines.filter(({ kind }) => kind === 'media')).toHaveLength(2);
  });

  it('keeps one row of the same picture and fills in what was not said', async () => {
    const { newsroom } = desk;
    const bytes = await photo(300, 200).jpeg().toBuffer();
    const first = done(await newsroom.media.addPicture({ name: 'a.jpg', bytes, credit: 'Ivo Brandt' }));
    const words = { credit: 'Somebody else', alts: { en: 'A harbour' } };
    const again = done(await newsroom.media.addPicture({ name: 'b.jpg', bytes, ...words }));
    expect(again.added).toBe(false);
    expect(again.picture).toMatchObject({
      id: first.picture.id,
      credit: 'Ivo Brandt',
      alts: { en: 'A harbour' },
    });
    expect(await desk.store.db.selectFrom('media').selectAll().execute()).toHaveLength(1);
  });
});
