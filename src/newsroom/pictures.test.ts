import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { opener } from '../../test/databases.ts';
import { bench, codes, done, photo } from './testing.ts';
import type { Bench } from './testing.ts';

const CANARY = 'Zephyrine Quillfeather';

/** A PNG whose header promises what its data need not hold. */
function pngOf(width: number, height: number): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
    const out = Buffer.alloc(8);
    out.writeUInt32BE(data.length, 0);
    out.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([out.subarray(0, 4), body, out.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const data = deflateSync(Buffer.alloc(1_000_000));
  const start = Buffer.from('\x89PNG\r\n\x1A\n', 'latin1');
  return Buffer.concat([start, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function everyFile(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

// About bytes, not about the database: once is enough.
const { open, clean } = opener('sqlite');
afterAll(clean);

describe('a picture that comes in', () => {
  let desk: Bench;
  beforeEach(async () => {
    desk = await bench(open);
  });
  afterEach(() => desk.close());

  const add = (bytes: Uint8Array, called = 'photo.jpg') =>
    desk.newsroom.media.addPicture({ name: called, bytes });

  it('stands upright, in sRGB, with no metadata left in any byte', async () => {
    const bytes = await photo(640, 400)
      .withMetadata({ orientation: 6, exif: { IFD0: { Artist: CANARY, Copyright: CANARY } } })
      .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>${CANARY}</rdf></x:xmpmeta>`)
      .withIccProfile('p3')
      .jpeg()
      .toBuffer();
    expect(bytes.includes(CANARY)).toBe(true);
    const { picture } = done(await add(bytes, `${CANARY}.jpg`));
    expect(picture).toMatchObject({ width: 400, height: 640 });
    await desk.newsroom.media.renderAll();
    const files = everyFile(desk.folder);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      expect(readFileSync(file).includes('Quillfeather')).toBe(false);
      expect(file).not.toContain('Quillfeather');
      const { exif, xmp, iptc, icc, orientation } = await sharp(file).metadata();
      expect([exif, xmp, iptc, icc, orientation]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
    }
  });

  it.each(['png', 'webp', 'avif', 'gif'] as const)('may be %s', async (format) => {
    const bytes = await photo(64, 48).toFormat(format).toBuffer();
    expect(done(await add(bytes, `small.${format}`)).picture).toMatchObject({ width: 64, height: 48 });
  });

  it('is kept at no more than 4,096 pixels a side', async () => {
    const wide = sharp({ create: { width: 8000, height: 300, channels: 3, background: '#345' } });
    expect(done(await add(await wide.jpeg().toBuffer())).picture).toMatchObject({ width: 4096, height: 154 });
  });

  it('keeps a narrow picture at its own width', async () => {
    const { picture } = done(await add(await photo(300, 100).jpeg().toBuffer()));
    expect(picture.renditions.map(({ width }) => width)).toEqual([300]);
  });

  it('is refused when it is cut off', async () => {
    const whole = await photo(800, 600).jpeg().toBuffer();
    for (const part of [0.3, 0.6, 0.95]) {
      expect(codes(await add(whole.subarray(0, Math.floor(whole.length * part))))).toEqual(['damaged']);
    }
    const png = await photo(200, 200).png().toBuffer();
    expect(codes(await add(png.subarray(0, png.length / 2), 'a.png'))).toEqual(['damaged']);
    expect(codes(await add(whole.subarray(0, 12)))).toEqual(['damaged']);
  });

  it('is refused by its header when it has too many pixels, before any is decoded', async () => {
    const before = process.memoryUsage.rss();
    for (const [width, height] of [
      [25_000, 20_000],
      [200_000, 10],
      [65_000, 65_000],
    ] as const) {
      expect(codes(await add(pngOf(width, height), 'bomb.png'))).toEqual(['too_many_pixels']);
    }
    expect(process.memoryUsage.rss() - before).toBeLessThan(80_000_000);
  });

  it('is refused when its header lies about the data', async () => {
    expect(codes(await add(pngOf(9000, 9000), 'short.png'))).toEqual(['damaged']);
  });

  it.each([
    ['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'svg'],
    ['<?xml version="1.0"?><!-- a --><svg xmlns="http://www.w3.org/2000/svg"/>', 'svg'],
    ['\uFEFF  <SVG xmlns="http://www.w3.org/2000/svg"/>', 'svg'],
    ['<html><script>alert(1)</script></html>', 'type'],
    ['just words', 'type'],
    ['%PDF-1.7', 'type'],
    ['II*\0 tiff', 'type'],
    ['', 'empty'],
  ])('refuses %j', async (text, code) => {
    for (const called of ['photo.jpg', 'photo.svg', 'photo']) {
      expect(codes(await add(Buffer.from(text), called))).toEqual([code]);
    }
  });

  it('is refused when its name says it is something else', async () => {
    const bytes = await photo(40, 40).jpeg().toBuffer();
    for (const called of ['photo.png', 'photo.svg', 'photo.php', 'photo.jpg.exe']) {
      expect(codes(await add(bytes, called))).toEqual(['extension']);
    }
    for (const called of ['PHOTO.JPEG', 'photo.jfif', 'photo']) done(await add(bytes, called));
  });

  it('is refused over 50 MB without being read', async () => {
    const file = join(desk.folder, 'large.jpg');
    writeFileSync(file, Buffer.alloc(50_000_001, 0xff));
    expect(codes(await desk.newsroom.media.addPicture({ name: 'large.jpg', file }))).toEqual(['too_big']);
  });

  it('leaves nothing behind when it is refused', async () => {
    await add(Buffer.from('<svg/>'));
    await add((await photo(90, 90).jpeg().toBuffer()).subarray(0, 500));
    expect(everyFile(desk.folder)).toEqual([]);
    expect(await desk.store.db.selectFrom('media').selectAll().execute()).toEqual([]);
  });
});
