import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eachDatabase, opener } from '../../test/databases.ts';
import { bench, codes, done, draft, photo, publish, stock } from './testing.ts';
import type { Bench } from './testing.ts';
import type { Author } from './types.ts';

/** Invented, and found nowhere else. */
const CANARIES = ['Zephyrine Quillfeather', 'zquillfeather', 'zq@quill.example', 'Quillfeather'];

const PSEUDONYM: Author = {
  id: 'night-watch',
  names: { en: 'Night Watch' },
  bios: { en: 'Writes from inside the country.' },
  pseudonymous: true,
  portrait: null,
};

function bytesUnder(folder: string): Map<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files.map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name))]),
  );
}

eachDatabase((_name, open) => {
  let desk: Bench;
  beforeEach(async () => {
    desk = await bench(open);
    await stock(desk);
  });
  afterEach(() => desk.close());

  it('stores of a pseudonymous author the pseudonym and what readers are told, and refuses all else', async () => {
    const { authors } = desk.newsroom;
    done(await authors.put(PSEUDONYM));
    for (const extra of [
      { realName: CANARIES[0] },
      { email: CANARIES[2] },
      { login: CANARIES[1] },
      { account: 'x' },
    ]) {
      await expect(authors.put({ ...PSEUDONYM, ...extra })).rejects.toThrow(/cannot be used/);
    }
    expect(codes(await authors.put({ ...PSEUDONYM, portrait: 'p'.repeat(32) as never }))).toEqual([
      'portrait',
    ]);
    expect(codes(await authors.put({ ...PSEUDONYM, id: 'mara' }))).toEqual(['named']);
    expect(await authors.get('night-watch')).toEqual(PSEUDONYM);
    expect((await authors.get('mara'))?.pseudonymous).toBe(false);
  });
});

describe('names that must not be known', () => {
  const { open, clean } = opener('sqlite');
  afterAll(clean);

  it('are in no byte that the newsroom writes', async () => {
    let database = '';
    const desk = await bench(async (options) => {
      const url = await open.url();
      database = dirname(url.replace('sqlite:', ''));
      const { openStore } = await import('#store');
      return openStore({ ...options, url });
    });
    const { newsroom } = desk;
    await stock(desk);
    done(await newsroom.authors.put(PSEUDONYM));
    await newsroom.authors.put({ ...PSEUDONYM, login: CANARIES[1] } as Author).catch(() => null);
    const [name = ''] = CANARIES;
    const bytes = await photo(700, 500)
      .withExif({ IFD0: { Artist: name, XPAuthor: name }, IFD3: { GPSLatitude: '54/1 41/1 0/1' } })
      .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><creator>${name}</creator></x:xmpmeta>`)
      .jpeg()
      .toBuffer();
    expect(bytes.includes(name)).toBe(true);
    const called = `${name}.jpg`;
    const { picture } = done(
      await newsroom.media.addPicture({
        name: called,
        bytes,
        credit: 'Night Watch',
        alts: { en: 'A street' },
      }),
    );
    await newsroom.media.addPicture({ name: called, bytes: bytes.subarray(0, 900) });
    const id3 = Buffer.concat([
      Buffer.from('ID3\x04\0\0\0\0\0\x1a', 'latin1'),
      Buffer.from(`TPE1\0\0\0\x10\0\0${name}`),
    ]);
    const frame = Buffer.alloc(400);
    frame.set([0xff, 0xfb, 0x90, 0x00]);
    done(
      await newsroom.media.addFile({ name: 'talk.mp3', bytes: Buffer.concat([id3.subarray(0, 36), frame]) }),
    );
    const story = { bylines: ['night-watch'], lead: { media: picture.id, alt: '', caption: '' } };
    const { id } = await publish(desk, 'From inside', story);
    await newsroom.stories.save({ story: id, base: 0, draft: draft('Kept') });
    await newsroom.media.renderAll();

    const written = new Map([...bytesUnder(desk.folder), ...bytesUnder(database)]);
    const search = (stage: string) => {
      for (const [file, content] of written) {
        for (const canary of CANARIES) {
          for (const encoding of ['utf8', 'utf16le'] as const) {
            expect([stage, file, content.includes(Buffer.from(canary, encoding))]).toEqual([
              stage,
              file,
              false,
            ]);
          }
          expect(file).not.toContain(canary);
        }
      }
    };
    // The log of the database is read too, before and after it is closed.
    expect([...written.keys()].some((file) => file.endsWith('-wal'))).toBe(true);
    search('open');
    await desk.store.close();
    for (const [file, content] of bytesUnder(database)) written.set(file, content);
    search('closed');
    expect([...written.values()].some((content) => content.includes('Night Watch'))).toBe(true);
    await desk.close();
  });
});
