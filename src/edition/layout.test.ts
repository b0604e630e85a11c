import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  BUNDLE_PATH,
  changePath,
  CHECKPOINT_PATH,
  fromHex,
  metadataPath,
  nodePath,
  objectPath,
  readReserved,
  recordPath,
  tilePath,
  TIMESTAMP_PATH,
  unitPath,
} from '#edition';

const place = fromHex('3fa20c55d1e07788');
const hash = 'ab'.repeat(32);

test.each([
  [nodePath(place, 0), 'edition/n/root.node', { kind: 'node', prefix: '' }],
  [nodePath(place, 1), 'edition/n/3.node', { kind: 'node', prefix: '3' }],
  [nodePath(place, 2), 'edition/n/3f.node', { kind: 'node', prefix: '3f' }],
  [nodePath(place, 5), 'edition/n/3f/a2/0.node', { kind: 'node', prefix: '3fa20' }],
  [unitPath(place), 'edition/u/3f/a2/3fa20c55d1e07788.unit', { kind: 'unit', place: '3fa20c55d1e07788' }],
  [objectPath(hash), `edition/o/ab/${hash}`, { kind: 'object', sha256: hash }],
  [changePath(12), 'edition/log/change/12', { kind: 'change', entry: 12 }],
  [
    tilePath(0, 0, 3),
    'edition/log/tile/0/000.p/3',
    { kind: 'tile', level: 0, index: 0, width: 3, entries: false },
  ],
  [
    tilePath('entries', 1_234_067),
    'edition/log/tile/entries/x001/x234/067',
    { kind: 'tile', level: 0, index: 1_234_067, width: 256, entries: true },
  ],
  [TIMESTAMP_PATH, 'edition/tuf/timestamp.json', { kind: 'file', path: TIMESTAMP_PATH }],
  [BUNDLE_PATH, 'edition/bundle', { kind: 'file', path: BUNDLE_PATH }],
  [CHECKPOINT_PATH, 'edition/log/checkpoint', { kind: 'file', path: CHECKPOINT_PATH }],
  [metadataPath('press', 7), 'edition/tuf/7.press.json', { kind: 'file', path: metadataPath('press', 7) }],
  [recordPath(hash), `edition/tuf/targets/${hash}.edition.json`, { kind: 'file', path: recordPath(hash) }],
])('%s', (made, path, reserved) => {
  expect(made).toBe(path);
  expect(readReserved(path)).toEqual(reserved);
});

test.each([
  'edition',
  'edition/',
  'edition/n/3fa.node',
  'edition/n/3f/a2/.node',
  'edition/n/3/fa.node',
  `edition/o/cd/${hash}`,
  `edition/o/ab/${hash.toUpperCase()}`,
  'edition/u/00/00/3fa20c55d1e07788.unit',
  'edition/log/change/01',
  'edition/log/tile/64/000',
  'edition/log/tile/0/x000/001',
  'edition/log/tile/0/000.p/256',
  'edition/log/tile/0/000.p/0',
  'edition/tuf/../head',
  'edition/tuf/..json',
  'index.html',
])('"%s" is nothing that an edition has', (path) => {
  expect(readReserved(path)).toBeNull();
});

test('tiles of any number are read back', () => {
  fc.assert(
    fc.property(
      fc.nat(1e9),
      fc.integer({ min: 1, max: 256 }),
      fc.integer({ min: 0, max: 63 }),
      (index, width, level) => {
        expect(readReserved(tilePath(level, index, width))).toEqual({
          kind: 'tile',
          level,
          index,
          width,
          entries: false,
        });
      },
    ),
  );
});
