import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { writeFoghorn } from './foghorn.ts';
import { drawPictures, pictureNames } from './pictures.ts';

let folder: string;
const told: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longwave-pictures-'));
  await drawPictures({ folder, progress: (done, total, name) => told.push(`${done}/${total} ${name}`) });
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('the sample pictures', () => {
  test('are the twelve that the sample newsroom names, and nothing half-written beside them', async () => {
    const files = await readdir(join(folder, 'pictures'));
    expect(files.toSorted()).toEqual(pictureNames.map((name) => `${name}.jpg`).toSorted());
    expect(pictureNames).toHaveLength(12);
    expect(told.at(-1)).toBe(`12/12 ${pictureNames.at(-1)}`);
  });

  test.each(pictureNames)('%s is a full-size JPEG with light and dark in it', async (name) => {
    const file = await readFile(join(folder, 'pictures', `${name}.jpg`));
    const { format, width, height, exif, icc } = await sharp(file).metadata();
    expect({ format, width, height, exif, icc }).toEqual({ format: 'jpeg', width: 2000, height: 1333 });
    const { channels, entropy } = await sharp(file).stats();
    expect(entropy).toBeGreaterThan(5);
    expect(Math.max(...channels.map(({ max }) => max))).toBeGreaterThan(180);
    expect(Math.min(...channels.map(({ min }) => min))).toBeLessThan(40);
  });

  test('differ from one another', async () => {
    const files = pictureNames.map(async (name) =>
      hash(await readFile(join(folder, 'pictures', `${name}.jpg`))),
    );
    expect(new Set(await Promise.all(files)).size).toBe(12);
  });

  test('come out the same, to the byte, when drawn alone', async () => {
    const other = await mkdtemp(join(tmpdir(), 'longwave-pictures-'));
    await drawPictures({ folder: other, names: ['marrow-islands-map'] });
    expect(await readdir(join(other, 'pictures'))).toEqual(['marrow-islands-map.jpg']);
    const [once, again] = await Promise.all(
      [folder, other].map((at) => readFile(join(at, 'pictures', 'marrow-islands-map.jpg'))),
    );
    await rm(other, { recursive: true });
    expect(again?.equals(once ?? Buffer.alloc(0))).toBe(true);
  });
});

test('the foghorn sounds for three seconds', async () => {
  await writeFoghorn({ folder });
  const sound = await readFile(join(folder, 'sound', 'foghorn.wav'));
  expect(sound.toString('ascii', 0, 4) + sound.toString('ascii', 8, 12)).toBe('RIFFWAVE');
  expect(sound.readUInt32LE(4) + 8).toBe(sound.length);
  expect(sound.readUInt32LE(40) / sound.readUInt32LE(28)).toBe(3);
  const loudest = Math.max(
    ...Array.from({ length: 16_000 }, (_, index) => Math.abs(sound.readInt16LE(44 + index * 2))),
  );
  expect(loudest).toBeGreaterThan(15_000);
});
