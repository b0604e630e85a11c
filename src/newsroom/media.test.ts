import { existsSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eachDatabase } from '../../test/databases.ts';
import { isPicture } from './media.ts';
import { bench, body, codes, DAY, done, draft, photo, publish, START, stock } from './testing.ts';
import type { Bench } from './testing.ts';
import type { Draft, MediaId } from './types.ts';

eachDatabase((_name, open) => {
  let desk: Bench;
  let picture: MediaId;
  beforeEach(async () => {
    desk = await bench(open);
    await stock(desk);
    const bytes = await photo(60, 40).jpeg().toBuffer();
    picture = done(await desk.newsroom.media.addPicture({ name: 'a.jpg', bytes })).picture.id;
  });
  afterEach(() => desk.close());

  const inBody = (): Partial<Draft> => {
    const doc = body('Words.');
    doc.content.push({
      type: 'factBox',
      attrs: { id: 'bbbbbbbb', headline: 'Box' },
      content: [{ type: 'picture', attrs: { id: 'cccccccc', media: picture, alt: '', caption: '' } }],
    });
    return { body: doc };
  };
  const inGallery = (): Partial<Draft> => {
    const doc = body('Words.');
    const attrs = { id: 'cccccccc', media: picture, alt: '', caption: '' };
    doc.content.push({
      type: 'gallery',
      attrs: { id: 'bbbbbbbb', caption: '' },
      content: [{ type: 'picture', attrs }],
    });
    return { body: doc };
  };
  const asLead = (): Partial<Draft> => ({ lead: { media: picture, alt: '', caption: '' } });

  it('lets no story go live whose picture lacks credit or alt, wherever it stands', async () => {
    const { newsroom } = desk;
    const ivo = { id: 'ivo', names: { en: 'Ivo' }, bios: {}, pseudonymous: false };
    for (const fields of [inBody(), inGallery(), asLead(), { bylines: ['ivo'] }]) {
      done(await newsroom.authors.put({ ...ivo, portrait: fields.bylines ? picture : null }));
      const { id } = await newsroom.stories.create({ lang: 'en', draft: draft('Pictured', fields) });
      for (const to of ['live', 'scheduled', 'embargoed'] as const) {
        const outcome = await newsroom.stories.move({ story: id, to, due: START + DAY });
        expect(codes(outcome)).toEqual(['credit', 'alt']);
      }
      done(await newsroom.media.describe(picture, { credit: 'Ivo Brandt' }));
      expect(codes(await newsroom.stories.move({ story: id, to: 'live' }))).toEqual(['alt']);
      done(await newsroom.media.describe(picture, { alts: { ru: 'Гавань' } }));
      expect(codes(await newsroom.stories.move({ story: id, to: 'live' }))).toEqual(['alt']);
      done(await newsroom.authors.put({ ...ivo, portrait: null }));
      done(await newsroom.media.describe(picture, { credit: '', alts: {} }));
    }
  });

  it('refuses a picture whose licence ends before the story is public', async () => {
    const { newsroom } = desk;
    const words = { credit: 'Ivo', alts: { '': 'A harbour' }, licenceExpires: START + DAY };
    done(await newsroom.media.describe(picture, words));
    const { id } = await newsroom.stories.create({ lang: 'en', draft: draft('Pictured', asLead()) });
    const scheduled = await newsroom.stories.move({ story: id, to: 'scheduled', due: START + 2 * DAY });
    expect(codes(scheduled)).toEqual(['licence']);
    done(await newsroom.stories.move({ story: id, to: 'live' }));
    expect(await newsroom.media.expiring(START + DAY)).toEqual([]);
    expect(await newsroom.media.expiring(START + 2 * DAY)).toEqual([
      { media: picture, expires: START + DAY, stories: 1 },
    ]);
  });

  it('knows who shows it, keeps what readers see described, and tells the press of a change', async () => {
    const { newsroom } = desk;
    done(await newsroom.media.describe(picture, { credit: 'Ivo', alts: { en: 'A harbour', ru: 'Гавань' } }));
    const { id } = await publish(desk, 'Pictured', inGallery());
    expect(await newsroom.live.usedBy({ media: picture })).toEqual([id]);
    expect(await newsroom.live.mediaInUse()).toEqual([picture]);
    expect(codes(await newsroom.media.describe(picture, { credit: ' ', alts: { ru: 'Гавань' } }))).toEqual([
      'credit',
      'alt',
    ]);
    const seq = await newsroom.live.lastChange();
    done(await newsroom.media.describe(picture, { focal: { x: 0.2, y: 0.9 }, captions: { en: 'Dawn' } }));
    done(await newsroom.media.describe(picture, { focal: { x: 0.2, y: 0.9 } }));
    expect(await newsroom.live.changes(seq, 9)).toMatchObject([{ kind: 'media', key: picture }]);
    const [now] = await newsroom.media.get([picture]);
    expect(now && isPicture(now) ? now : null).toMatchObject({
      focal: { x: 0.2, y: 0.9 },
      captions: { en: 'Dawn' },
      credit: 'Ivo',
    });
    await expect(newsroom.media.describe(picture, { focal: { x: 2, y: 0 } })).rejects.toThrow(
      /description cannot be used/,
    );
    expect(codes(await newsroom.media.describe('0'.repeat(32) as MediaId, {}))).toEqual(['media_unknown']);
  });

  it('is removed with its files once nothing shows it', async () => {
    const { newsroom } = desk;
    const file = newsroom.media.file(picture, 'jpeg', 60);
    expect(existsSync(file)).toBe(true);
    const { id } = await newsroom.stories.create({ lang: 'en', draft: draft('Pictured', inBody()) });
    expect(codes(await newsroom.media.remove(picture))).toEqual(['in_use']);
    done(await newsroom.stories.save({ story: id, base: 1, draft: draft('Bare') }));
    // Earlier revisions still show it.
    expect(codes(await newsroom.media.remove(picture))).toEqual(['in_use']);
    const other = await photo(30, 30).png().toBuffer();
    const spare = done(await newsroom.media.addPicture({ name: 'b.png', bytes: other })).picture.id;
    done(await newsroom.media.remove(spare));
    expect(await newsroom.media.get([spare])).toEqual([]);
    expect(existsSync(newsroom.media.file(spare, 'jpeg', 30))).toBe(false);
  });

  it('has its files wherever it is known, and none where it is not, while people add and remove it', async () => {
    const { newsroom, store } = desk;
    for (let n = 0; n < 12; n++) {
      const bytes = await photo(50 + n, 40)
        .png()
        .toBuffer();
      const add = async () =>
        done(await newsroom.media.addPicture({ name: 'c.png', bytes: new Uint8Array(bytes) })).picture.id;
      const remove = add().then((id) => newsroom.media.remove(id));
      const later = add();
      const rendering = add().then(() => store.jobs.runDue(newsroom.handlers, desk.clock.now));
      await Promise.all([remove, later, rendering, add()]);
      const id = await later;
      const known = (await newsroom.media.get([id])).length === 1;
      expect(existsSync(newsroom.media.file(id, 'jpeg', 50 + n))).toBe(known);
      if (!known) continue;
      expect(await newsroom.media.check()).toEqual([]);
      done(await newsroom.media.remove(id));
      expect(existsSync(newsroom.media.file(id, 'jpeg', 50 + n))).toBe(false);
    }
  });

  it('never lets an id lead out of the folder', () => {
    expect(() => desk.newsroom.media.file('../../etc/passwd', 'original', 0)).toThrow(/no media id/);
  });
});
