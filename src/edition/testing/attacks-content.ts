import { sha256 } from '@noble/hashes/sha2.js';
import { toHex, toUtf8 } from '../bytes.ts';
import { placeFor } from '../follow-path.ts';
import { BUNDLE_PATH, nodePath, objectPath, recordPath, TIMESTAMP_PATH, unitPath } from '../layout.ts';
import { decodeUnit, encodeUnit } from '../unit.ts';
import { AT, DAY, HOUR, paperAt, pathOf, returningReader, same, STORIES, story } from './case.ts';
import type { Case } from './case.ts';
import { packed } from './paper.ts';
import type { Paper } from './paper.ts';
import { refusal, TestReader } from './reader.ts';

/* Attacks on what lies below the signatures: pages, objects, units, nodes. */

const NONE = new Uint8Array(0);

/** The object of a page of text. */
async function objectOf(paper: Paper, path: string): Promise<string> {
  const unit = decodeUnit(paper.files().get(unitPath(await placeFor(path))) ?? NONE);
  const entry = unit.files.find((file) => file.path === path);
  if (entry === undefined) throw new Error(`No "${path}"`);
  return objectPath(entry.object);
}

/** That a page is not shown, by whichever of the ways a reader has, with one of some codes. */
async function hides(
  reader: TestReader,
  path: string,
  codes: readonly string[],
  what: string,
): Promise<void> {
  for (const open of [() => reader.follower.open(path), () => reader.follower.visit(path)]) {
    const code = await refusal(open());
    if (!codes.includes(code)) throw new Error(`${what}: ${code} instead of ${codes.join(' or ')}`);
  }
}

/** Puts something in the place of a page, in both its forms. */
async function replace(paper: Paper, reader: TestReader, path: string, page: Uint8Array, object: Uint8Array) {
  reader.files.set(path, page);
  reader.files.set(await objectOf(paper, path), object);
}

export const CONTENT_ATTACKS: readonly Case[] = [
  [
    'swapped paths: two genuine pages in each other’s place',
    async () => {
      const paper = await paperAt();
      const reader = await returningReader(paper);
      const [one, two] = [pathOf(1), pathOf(2)];
      const other = paper.files();
      await replace(
        paper,
        reader,
        one,
        other.get(two) ?? NONE,
        other.get(await objectOf(paper, two)) ?? NONE,
      );
      await hides(reader, one, ['hash_mismatch'], 'the page of another path');
    },
  ],
  [
    'wrong type: a genuine page is only of the type that was signed',
    async () => {
      const paper = await paperAt({
        files: [...STORIES, { path: 'script.js', text: 'alert(1)', type: 'text/plain; charset=utf-8' }],
      });
      const reader = await returningReader(paper);
      // Whatever a mirror says of the type, a reader takes it from the entry.
      same((await reader.follower.open('script.js'))?.entry.type, 'text/plain; charset=utf-8', 'the type');
      const place = unitPath(await placeFor('script.js'));
      const unit = decodeUnit(reader.files.get(place) ?? NONE);
      const files = unit.files.map((file) => ({ ...file, type: 'text/javascript; charset=utf-8' }));
      const fresh = await returningReader(paper);
      fresh.files.set(place, encodeUnit({ ...unit, files }));
      await hides(fresh, 'script.js', ['hash_mismatch'], 'an entry with another type');
    },
  ],
  [
    'proof for another path: genuine nodes and units that lead elsewhere',
    async () => {
      const paper = await paperAt();
      const reader = await returningReader(paper);
      const [mine, other] = [await placeFor(pathOf(1)), await placeFor(pathOf(3))];
      for (const depth of [1, 2]) {
        const bytes = reader.files.get(nodePath(other, depth));
        if (bytes !== undefined) reader.files.set(nodePath(mine, depth), bytes);
      }
      reader.files.set(unitPath(mine), reader.files.get(unitPath(other)) ?? NONE);
      await hides(reader, pathOf(1), ['hash_mismatch'], 'the proof of another story');
      reader.files.delete(unitPath(mine));
      await hides(reader, pathOf(1), ['hash_mismatch', 'missing'], 'no proof at all');
    },
  ],
  [
    'a page that is there cannot be said to be gone',
    async () => {
      const paper = await paperAt();
      const reader = await returningReader(paper);
      for (const path of reader.files.keys()) if (/^edition\/[nuo]\//.test(path)) reader.files.delete(path);
      await hides(reader, pathOf(1), ['missing'], 'every part deleted');
    },
  ],
  [
    'poisoned object: other bytes under a genuine hash, packed or not',
    async () => {
      const paper = await paperAt();
      const reader = await returningReader(paper);
      const lie = toUtf8('<h1>The editor resigned</h1>');
      await replace(paper, reader, pathOf(1), lie, await packed(lie));
      await hides(reader, pathOf(1), ['hash_mismatch'], 'a lie');
      const longer = reader.files.get(pathOf(2)) ?? NONE;
      const appended = Uint8Array.of(...longer, 32);
      await replace(paper, reader, pathOf(2), appended, await packed(appended));
      await hides(reader, pathOf(2), ['hash_mismatch'], 'a space more');
    },
  ],
  [
    'zip bomb: an object that unpacks to more than the entry says, is not unpacked',
    async () => {
      const bomb = await packed(new Uint8Array(50_000_000));
      const paper = await paperAt();
      const reader = await returningReader(paper);
      await replace(paper, reader, pathOf(1), bomb, bomb);
      await hides(reader, pathOf(1), ['hash_mismatch', 'missing'], 'a bomb under another hash');
      const small = await packed(new Uint8Array(10));
      same(bomb.length > small.length, true, 'a bomb');
      reader.files.set(BUNDLE_PATH, bomb.subarray(0, 16_384));
      same((await reader.follower.update('bundle')).record.number, 1, 'a bundle that is a bomb');
    },
  ],
  [
    'cross-edition mix: a page that was corrected since is not shown as of today',
    async () => {
      const paper = await paperAt();
      const before = paper.files();
      const old = await objectOf(paper, pathOf(1));
      await paper.publish({ put: [story(1, 'Corrected')] }, AT + HOUR);
      const reader = TestReader.of(paper, AT + HOUR);
      await reader.follower.update();
      await replace(paper, reader, pathOf(1), before.get(pathOf(1)) ?? NONE, before.get(old) ?? NONE);
      await hides(reader, pathOf(1), ['hash_mismatch'], 'yesterday’s page');
      for (const [path, bytes] of before) if (path.startsWith('edition/n/')) reader.files.set(path, bytes);
      for (const [path, bytes] of before) if (path.startsWith('edition/u/')) reader.files.set(path, bytes);
      await hides(reader, pathOf(1), ['hash_mismatch'], 'yesterday’s proof with it');
    },
  ],
  [
    'mirror-list rollback: the list is a field of the record, and no older record is taken',
    async () => {
      const paper = await paperAt();
      const before = paper.files();
      await paper.publish({ put: [story(1, 'New')] }, AT + HOUR);
      const reader = TestReader.of(paper, AT + HOUR);
      await reader.follower.update();
      const old = [...before.keys()].find((path) => path.startsWith('edition/tuf/targets/')) ?? '';
      const hash = [...reader.files.keys()].findLast((path) => path.startsWith('edition/tuf/targets/')) ?? '';
      // A record of our own making with a list of mirrors, and the old one, in the place of the present one.
      const own = toUtf8(JSON.stringify({ ...paper.record, mirrors: '00'.repeat(32) }));
      for (const bytes of [own, before.get(old) ?? NONE]) {
        const fresh = TestReader.of(paper, AT + HOUR);
        fresh.files.set(hash, bytes);
        fresh.files.delete(BUNDLE_PATH);
        const code = await refusal(fresh.follower.update());
        same(
          ['hash_mismatch', 'length_mismatch', 'too_long'].includes(code),
          true,
          `another record: ${code}`,
        );
      }
      same(
        hash === recordPath(toHex(sha256(reader.files.get(hash) ?? NONE))),
        true,
        'the name of the record',
      );
      reader.files = before;
      same(await refusal(reader.follower.update('bundle')), 'rollback', 'the whole old edition');
    },
  ],
  [
    'Unicode and case tricks: paths that look like one another are not one another',
    async () => {
      const paper = await paperAt({
        files: [...STORIES, { path: 'ru/новость.html', text: 'Новость' }, { path: 'a/é.html', text: 'é' }],
      });
      const reader = await returningReader(paper);
      same(await reader.text('ru/новость.html'), 'Новость', 'the page itself');
      const absent = [
        '2026/11/23/Story-1.html',
        'RU/новость.html',
        'ru/нoвocть.html',
        'a/e.html',
        'a/é.html/',
      ];
      for (const path of absent) {
        reader.files.set(path, toUtf8('False'));
        const code = await refusal(reader.text(path));
        const found = code === 'none' ? await reader.text(path) : code;
        same(found === null || found === 'bad_path', true, `"${path}"`);
      }
      const refused = [
        'a/e\u0301.html',
        'ru/НОВОСТЬ.html',
        'a\u200b.html',
        '../index.html',
        'a//b',
        'edition/bundle',
        '\u202elmth.a',
      ];
      for (const path of refused) same(await refusal(reader.text(path)), 'bad_path', `"${path}"`);
    },
  ],
  [
    'clock set back: no rollback, no lock; what was signed later than the clock says still counts',
    async () => {
      const paper = await paperAt();
      const before = paper.files();
      await paper.publish({ put: [story(1, 'New')] }, AT + HOUR);
      const reader = TestReader.of(paper, AT + HOUR);
      await reader.follower.update();
      for (const now of [0, -1e12, AT - 3_000 * DAY]) {
        reader.now = now;
        reader.files = before;
        same(await refusal(reader.follower.update()), 'rollback', 'an old edition');
        reader.files = paper.files();
        same((await reader.follower.update()).fresh, true, 'the present one');
        same(await reader.text(pathOf(1)), 'New 1', 'the page');
      }
      await paper.publish({ put: [story(1, 'Newer')] }, AT + 10 * DAY);
      reader.files = paper.files();
      same((await reader.follower.update()).record.number, 3, 'a newer one');
    },
  ],
  [
    'clock set forward: readable, marked, and well again when the clock is',
    async () => {
      const paper = await paperAt();
      const reader = await returningReader(paper);
      for (const now of [AT + 20_000 * DAY, 8.64e15]) {
        reader.now = now;
        same((await reader.follower.update()).fresh, false, 'with a wrong clock');
        same(await reader.text(pathOf(1)), 'Text 1', 'the page');
      }
      reader.now = AT + HOUR;
      same((await reader.follower.update()).fresh, true, 'with a right clock');
      await paper.publish({ put: [story(1, 'New')] }, AT + 2 * HOUR);
      reader.files = paper.files();
      reader.now = AT + 2 * HOUR;
      same((await reader.follower.update()).record.number, 2, 'the next edition');
    },
  ],
];

/** What no signature protects; each shows what happens, so that nobody believes otherwise. */
export const UNPROTECTED: readonly Case[] = [
  [
    'the first visit: whoever gives the anchor gives the paper',
    async () => {
      const false_ = await paperAt({ seed: 'clone', files: [story(1, 'False')] });
      const reader = TestReader.of(false_, AT + HOUR);
      await reader.follower.update();
      same(await reader.text(pathOf(1)), 'False 1', 'a clone with an anchor of its own');
    },
  ],
  [
    'a hostile origin: once it wipes what the reader kept, it can give the reader an old edition',
    async () => {
      const paper = await paperAt();
      const before = paper.files();
      await paper.publish({ put: [story(1, 'New')] }, AT + HOUR);
      const reader = TestReader.of(paper, AT + HOUR);
      await reader.follower.update();
      reader.memory.items.clear();
      const again = new TestReader({
        files: before,
        anchor: { root: paper.roots[0] ?? NONE },
        now: AT + HOUR,
        memory: reader.memory,
      });
      same((await again.follower.update()).record.number, 1, 'after Clear-Site-Data');
    },
  ],
  [
    'a wrong clock: set back, it takes an expired paper for fresh',
    async () => {
      const paper = await paperAt();
      const reader = TestReader.of(paper, AT + HOUR);
      await reader.follower.update();
      reader.now = AT + 300 * DAY;
      same((await reader.follower.update()).fresh, false, 'with a right clock');
      reader.now = AT + HOUR;
      same((await reader.follower.update()).fresh, true, 'with a clock 300 days slow');
    },
  ],
  [
    'mere silence: while the last timestamp is good, a mirror that gives nothing newer is not found out',
    async () => {
      const paper = await paperAt();
      const reader = await returningReader(paper);
      await paper.publish({ put: [story(1, 'New')] }, AT + HOUR);
      reader.now = AT + 2 * DAY;
      const update = await reader.follower.update();
      same([update.fresh, update.record.number], [true, 1], 'for three days at most');
      same(reader.files.has(TIMESTAMP_PATH), true, 'the old timestamp');
    },
  ],
];
