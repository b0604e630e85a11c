import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  appendLeaf,
  BUNDLE_PATH,
  changePath,
  EMPTY_LOG,
  leafInput,
  metadataPath,
  nodePath,
  objectPath,
  placeOf,
  tilePath,
  TIMESTAMP_PATH,
  unitOf,
  unitPath,
} from '#edition';
import { ask, openSite, page } from './testing/site.ts';
import type { Site } from './testing/site.ts';

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
const STORY = '2026/11/23/story.html';
const TIMESTAMP = Buffer.from('{"signed":"timestamp"}');
const ROOT = Buffer.from('{"signed":"root"}');
const BUNDLE = Buffer.from('the chain');
const RECORD = Buffer.from('the record');

let site: Site;
beforeAll(async () => {
  site = await openSite();
  const writer = await site.depot.begin();
  writer.put(page('new.html', 'new'));
  await writer.commit({
    published: 2,
    note: null,
    // What the files say does not matter to the origin.
    sign: ({ edition }) =>
      Promise.resolve({
        put: [
          { path: TIMESTAMP_PATH, bytes: TIMESTAMP },
          { path: metadataPath('root', 1), bytes: ROOT },
          { path: BUNDLE_PATH, bytes: BUNDLE },
        ],
        drop: [],
        entry: {
          record: RECORD,
          change: edition.change,
          log: appendLeaf(EMPTY_LOG, sha256(leafInput(RECORD)), sha256),
        },
      }),
  });
});
afterAll(() => site.end());

const get = (path: string, fields: Record<string, string> = {}) => ask(site.port, `/${path}`, fields);

describe('what proves an edition', () => {
  const entry = () => {
    const found = site.depot.lookup(STORY);
    if (found === null) throw new Error('The story is not there');
    return found;
  };
  const place = placeOf(unitOf(STORY), sha256);

  test.each([
    ['signed files', TIMESTAMP_PATH, () => TIMESTAMP, 'public, no-cache'],
    ['versions of roles', metadataPath('root', 1), () => ROOT, 'public, max-age=31536000, immutable'],
    ['the bundle', BUNDLE_PATH, () => BUNDLE, 'public, no-cache'],
  ])('%s are sent as they are, to pages of any mirror', async (_, path, bytes, caching) => {
    const { status, fields, body } = await get(path, { 'Accept-Encoding': 'gzip, br' });
    expect(status).toBe(200);
    expect(body.equals(bytes())).toBe(true);
    expect(fields.get('cache-control')).toBe(caching);
    expect(fields.get('access-control-allow-origin')).toBe('*');
    expect(fields.has('content-encoding')).toBe(false);
  });

  test('objects, nodes and units are the bytes of their hashes', async () => {
    const object = await get(objectPath(entry().object));
    expect(sha256(object.body).toString('hex')).toBe(entry().object);
    const root = await get(nodePath(place, 0));
    expect(sha256(root.body).toString('hex')).toBe(site.depot.head()?.root);
    const unit = await get(unitPath(place));
    expect(root.body.includes(sha256(unit.body))).toBe(true);
    expect((await get(objectPath(sha256(unit.body).toString('hex')))).body.equals(unit.body)).toBe(true);
  });

  test('the log is made for whoever asks', async () => {
    const tile = await get(tilePath(0, 0, 1));
    expect(tile.body.equals(sha256(leafInput(RECORD)))).toBe(true);
    expect(tile.fields.get('cache-control')).toContain('immutable');
    expect((await get(changePath(0))).status).toBe(200);
    for (const path of [tilePath(0, 0, 2), tilePath(0, 1), changePath(1)]) {
      expect((await get(path)).status, path).toBe(404);
    }
  });

  test('what is not there costs a few bytes, and pages of other mirrors may see that', async () => {
    const { status, fields, body } = await get(metadataPath('root', 2));
    expect(status).toBe(404);
    expect(body.length).toBeLessThan(40);
    expect(fields.get('access-control-allow-origin')).toBe('*');
  });

  test('a withdrawn story is not given by its hash any more', async () => {
    const { object } = entry();
    const before = await get(unitPath(place));
    const writer = await site.depot.begin();
    writer.put(page(STORY, 'withdrawn', { status: 410 }));
    await writer.commit({
      published: 3,
      note: null,
      sign: () =>
        Promise.resolve({ put: [{ path: TIMESTAMP_PATH, bytes: TIMESTAMP }], drop: [], entry: null }),
    });
    expect((await get(STORY)).status).toBe(410);
    for (const hash of [object, sha256(before.body).toString('hex')]) {
      expect((await get(objectPath(hash))).status).toBe(404);
    }
  });

  test('an edition that nobody signed has none of it', async () => {
    const plain = await openSite();
    for (const path of [TIMESTAMP_PATH, nodePath(place, 0), objectPath(entry().object)]) {
      expect((await ask(plain.port, `/${path}`)).status).toBe(404);
    }
    await plain.end();
  });
});
