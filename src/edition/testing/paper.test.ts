import { describe, expect, test } from 'vitest';
import {
  checkProof,
  downloadTarget,
  findTarget,
  fromHex,
  gunzip,
  nodePath,
  parseRecord,
  placeOf,
  RECORD_TARGET,
  sha256,
  toHex,
  unitOf,
  unitPath,
  updateTrust,
} from '#edition';
import type { Fetch } from '#edition';
import { sha256 as hash } from '@noble/hashes/sha2.js';
import { makePaper } from './paper.ts';
import type { PaperRole } from './keys.ts';

const AT = Date.UTC(2026, 10, 23);
const DAY = 86_400_000;
const story = (at: number, text = 'Text') => ({ path: `2026/11/23/story-${at}.html`, text: `${text} ${at}` });
const stories = Array.from({ length: 60 }, (_, at) => story(at));

const fetchFrom =
  (files: Map<string, Uint8Array>, base: string): Fetch =>
  (path) =>
    Promise.resolve(files.get(base + path) ?? null);

/** The record that a standard client finds in some files. */
async function recordIn(files: Map<string, Uint8Array>, root: Uint8Array | undefined, now: number) {
  const kept = new Map<string, Uint8Array>();
  const store = {
    read: (role: string) => Promise.resolve(kept.get(role) ?? null),
    write: (role: string, bytes: Uint8Array) => Promise.resolve(void kept.set(role, bytes)),
    remove: (role: string) => Promise.resolve(void kept.delete(role)),
  };
  const fetch = fetchFrom(files, 'edition/tuf/');
  const trust = await updateTrust({ root: root ?? new Uint8Array(0), now, fetch, store });
  const target = await findTarget({ trust, path: RECORD_TARGET, fetch, store });
  if (target === null) throw new Error('No record');
  const bytes = await downloadTarget({ trust, target, fetch: fetchFrom(files, 'edition/tuf/targets/') });
  return parseRecord(bytes);
}

describe('a paper of tests', () => {
  test('is one that any TUF client follows, through new keys of every role', async () => {
    const paper = await makePaper({ files: stories, at: AT });
    const first = paper.roots[0];
    expect((await recordIn(paper.files(), first, AT + 1)).number).toBe(1);
    const roles: PaperRole[] = ['root', 'targets', 'press', 'snapshot', 'timestamp', 'log'];
    for (const [at, role] of roles.entries()) {
      const now = AT + (at + 1) * 3_600_000;
      await paper.rotate(role, now);
      await paper.publish({ put: [story(at, 'New')], remove: [`2026/11/23/story-${at + 10}.html`] }, now);
      const record = await recordIn(paper.files(), first, now + 1);
      expect(record).toEqual(paper.record);
      expect(record).toMatchObject({ number: at + 2, files: 59 - at, units: 59 - at });
    }
    await paper.signAgain(AT + DAY);
    expect((await recordIn(paper.files(), first, AT + 3.5 * DAY)).number).toBe(7);
  });

  test('has every page, object, node and unit under the addresses of the layout', async () => {
    const paper = await makePaper({
      files: [...stories, { path: 'media/a/1.jpg', bytes: Uint8Array.of(1, 2, 3) }],
      at: AT,
    });
    const files = paper.files();
    for (const { path, text } of stories) {
      expect(new TextDecoder().decode(files.get(path))).toBe(text);
      const place = placeOf(unitOf(path), hash);
      const nodes = [0, 1].map((depth) => files.get(nodePath(place, depth)) ?? new Uint8Array(0));
      const proof = [...nodes, files.get(unitPath(place)) ?? new Uint8Array(0)];
      const entry = await checkProof(fromHex(paper.record.tree), path, proof);
      if (entry === null) throw new Error('No entry');
      const object = files.get(`edition/o/${entry.object.slice(0, 2)}/${entry.object}`) ?? new Uint8Array(0);
      expect(toHex(await sha256(object))).toBe(entry.object);
      expect(new TextDecoder().decode(await gunzip(object, 1000))).toBe(text);
    }
    expect([...files.keys()].filter((path) => path.startsWith('edition/o/')).length).toBe(60);
  });
});
