import { toUtf8 } from '../bytes.ts';
import { BUNDLE_PATH, metadataPath, recordPath, TIMESTAMP_PATH } from '../layout.ts';
import { encodeRecord } from '../record.ts';
import { TufError } from '../tuf/error.ts';
import { encodeMetadata } from '../tuf/metadata.ts';
import { signMetadata } from '../tuf/signer.ts';
import type { Signer } from '../tuf/signer.ts';
import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '../bytes.ts';
import { AT, DAY, edited, HOUR, paperAt, pathOf, refuses, returningReader, same, story } from './case.ts';
import type { Case } from './case.ts';
import type { Paper } from './paper.ts';
import { refusal, TestReader } from './reader.ts';

/* The attacks of the specification of TUF, 1.5.2, on a reader who has read the paper before. */

/** Whoever holds some online keys signs what he likes. */
async function forged(
  paper: Paper,
  signers: { press?: Signer; snapshot?: Signer; timestamp?: Signer },
  number = 2,
): Promise<Map<string, Uint8Array>> {
  const files = paper.files();
  const { press = paper.signers.press, snapshot = paper.signers.snapshot } = signers;
  const { timestamp = paper.signers.timestamp } = signers;
  const record = encodeRecord({ ...paper.record, number });
  const version = Math.floor(AT / 1000) + 7_200;
  const common = { spec_version: '1.0.34', version, expires: '2027-01-01T00:00:00Z' };
  const sign = async (path: string, signer: Signer, more: Record<string, unknown>): Promise<void> =>
    void files.set(path, encodeMetadata(await signMetadata({ ...common, ...more }, [signer])));
  const target = { length: record.length, hashes: { sha256: toHex(sha256(record)) } };
  files.set(recordPath(target.hashes.sha256), record);
  const content = { _type: 'targets', targets: { 'edition.json': target } };
  await sign(metadataPath('press', version), press, content);
  const meta = { 'press.json': { version }, 'targets.json': { version: 1 } };
  await sign(metadataPath('snapshot', version), snapshot, { _type: 'snapshot', meta });
  await sign(TIMESTAMP_PATH, timestamp, { _type: 'timestamp', meta: { 'snapshot.json': { version } } });
  files.delete(BUNDLE_PATH);
  return files;
}

export const TUF_ATTACKS: readonly Case[] = [
  [
    'arbitrary installation: a paper of other keys in the place of ours',
    async () => {
      const reader = await returningReader(await paperAt());
      const other = await paperAt({ seed: 'other' });
      await other.publish({ put: [story(1, 'False')] }, AT + HOUR);
      reader.files = other.files();
      await refuses(reader, ['unsigned'], 'other keys');
    },
  ],
  [
    'endless data: every file goes on for ever, none is read past its limit',
    async () => {
      const reader = await returningReader(await paperAt());
      const asked: number[] = [];
      reader.answer = (path, limit) => {
        asked.push(limit);
        return Promise.reject(new TufError('too_long', `"${path}" does not end`));
      };
      await refuses(reader, ['too_long'], 'endless files');
      same(
        asked.every((limit) => limit <= 512_000),
        true,
        'limits',
      );
    },
  ],
  [
    'endless data: a timestamp of ten gigabytes',
    async () => {
      const reader = await returningReader(await paperAt());
      const { answer } = reader;
      let read = 0;
      reader.answer = (path, limit) => {
        if (path !== TIMESTAMP_PATH)
          return path === BUNDLE_PATH ? Promise.resolve(null) : answer(path, limit);
        // As much as a fetch hands on before it gives up: never the ten gigabytes.
        read = limit + 1;
        return Promise.resolve(new Uint8Array(read));
      };
      await refuses(reader, ['too_long'], 'a timestamp of 10 GB');
      same(read <= 16_385, true, 'bytes read');
    },
  ],
  [
    'extraneous dependencies: the press names further targets, and roles of its own',
    async () => {
      const paper = await paperAt();
      const reader = await returningReader(paper);
      const files = await forged(paper, {});
      const path = [...files.keys()].findLast((one) => one.endsWith('.press.json')) ?? '';
      const signed = edited(files.get(path), (content) => {
        const targets = content['targets'] as Record<string, unknown>;
        targets['other.json'] = { length: 1, hashes: { sha256: '00'.repeat(32) } };
      });
      files.set(path, encodeMetadata(await signMetadata(signed, [paper.signers.press])));
      reader.files = files;
      same((await reader.follower.update()).record.number, 2, 'the one target');
      same(
        reader.take().paths.filter((one) => one.includes('other')),
        [],
        'what was asked for',
      );
    },
  ],
  [
    'fast-forward: after stolen keys signed the highest versions, new keys bring readers back',
    async () => {
      const paper = await paperAt();
      const reader = await returningReader(paper);
      const files = paper.files();
      const version = 2 ** 53 - 2;
      const common = { spec_version: '1.0.34', version, expires: '2027-01-01T00:00:00Z' };
      const standing = edited(
        files.get([...files.keys()].findLast((path) => path.endsWith('.snapshot.json')) ?? ''),
        () => undefined,
      );
      const snapshot = { _type: 'snapshot', ...common, meta: standing['meta'] };
      const timestamp = { _type: 'timestamp', ...common, meta: { 'snapshot.json': { version } } };
      files.set(
        metadataPath('snapshot', version),
        encodeMetadata(await signMetadata(snapshot, [paper.signers.snapshot])),
      );
      files.set(TIMESTAMP_PATH, encodeMetadata(await signMetadata(timestamp, [paper.signers.timestamp])));
      files.delete(BUNDLE_PATH);
      reader.files = files;
      same((await reader.follower.update()).record.number, 1, 'the content is still ours');
      await paper.publish({ put: [story(1, 'New')] }, AT + 2 * HOUR);
      reader.files = paper.files();
      same(await refusal(reader.follower.update()), 'rollback', 'before the keys are changed');
      await paper.rotate('snapshot', AT + 3 * HOUR);
      await paper.rotate('timestamp', AT + 3 * HOUR);
      await paper.publish({ put: [story(1, 'Newer')] }, AT + 3 * HOUR);
      reader.files = paper.files();
      same((await reader.follower.update()).record.number, 3, 'after');
      same(await reader.text(pathOf(1)), 'Newer 1', 'the page');
    },
  ],
  [
    'fast-forward: a stolen key of the press that took the highest number is answered by new targets',
    async () => {
      const paper = await paperAt();
      const reader = await returningReader(paper);
      reader.files = await forged(paper, {}, 2 ** 53 - 2);
      await reader.follower.update();
      await paper.publish({ put: [story(1, 'New')] }, AT + 3 * HOUR);
      reader.files = paper.files();
      same(await refusal(reader.follower.update()), 'rollback', 'before the key is changed');
      await paper.rotate('press', AT + 4 * HOUR);
      await paper.publish({ put: [story(1, 'Newer')] }, AT + 4 * HOUR);
      reader.files = paper.files();
      same((await reader.follower.update()).record.number, 3, 'after');
    },
  ],
  [
    'indefinite freeze: old files for ever are shown, and said to be old',
    async () => {
      const paper = await paperAt();
      const reader = await returningReader(paper);
      await paper.publish({ put: [story(1, 'New')] }, AT + HOUR);
      reader.now = AT + 2 * DAY;
      same((await reader.follower.update()).fresh, true, 'within three days');
      reader.now = AT + 4 * DAY;
      const update = await reader.follower.update();
      same(
        [update.fresh, update.expired, update.confirmedAt],
        [false, ['timestamp'], AT],
        'after three days',
      );
    },
  ],
  [
    'malicious mirrors: one that gives nothing, one that fails, one that gives nonsense',
    async () => {
      const paper = await paperAt();
      const reader = await returningReader(paper);
      reader.files = new Map();
      await refuses(reader, ['missing'], 'nothing');
      reader.answer = () => Promise.reject(new TypeError('Failed to fetch'));
      await refuses(reader, ['unreachable'], 'no answer');
      reader.answer = () => Promise.resolve(toUtf8('<html>This page is blocked</html>'));
      await refuses(reader, ['malformed'], 'a block page that answers 200');
      await paper.publish({ put: [story(1, 'New')] }, AT + HOUR);
      const good = paper.files();
      reader.answer = (path) => Promise.resolve(good.get(path) ?? null);
      same((await reader.follower.update()).record.number, 2, 'another mirror');
    },
  ],
  [
    'mix-and-match: files of two editions together',
    async () => {
      const paper = await paperAt();
      const reader = await returningReader(paper);
      const before = paper.files();
      await paper.publish({ put: [story(1, 'New')] }, AT + HOUR);
      const after = paper.files();
      const stamp = after.get(TIMESTAMP_PATH);
      reader.files = new Map([...before, [TIMESTAMP_PATH, stamp ?? new Uint8Array(0)] as const]);
      await refuses(reader, ['missing'], 'a new timestamp over an old snapshot');
      const of = (role: string): string =>
        [...after.keys()].findLast((path) => path.endsWith(`.${role}.json`)) ?? '';
      for (const role of ['snapshot', 'press'] as const) {
        const mixed = new Map([...after].filter(([path]) => path !== BUNDLE_PATH));
        mixed.set(
          of(role),
          before.get([...before.keys()].findLast((path) => path.endsWith(`.${role}.json`)) ?? '') ??
            stamp ??
            new Uint8Array(0),
        );
        reader.files = mixed;
        await refuses(reader, ['rollback', 'wrong_version'], `the old ${role} under the new name`);
      }
    },
  ],
  [
    'rollback: an older edition, whole and signed',
    async () => {
      const paper = await paperAt();
      const before = paper.files();
      await paper.publish({ put: [story(1, 'New')] }, AT + HOUR);
      const reader = TestReader.of(paper, AT + HOUR);
      await reader.follower.update();
      reader.files = before;
      for (const first of ['time', 'bundle'] as const)
        same(await refusal(reader.follower.update(first)), 'rollback', 'the old edition');
      same(await reader.follower.recall().then((found) => found?.record.number), 2, 'still known');
    },
  ],
  [
    'slow retrieval: a fetch that gives up ends the update, and nothing is lost',
    async () => {
      const reader = await returningReader(await paperAt());
      reader.answer = () => Promise.reject(new DOMException('The operation timed out', 'TimeoutError'));
      await refuses(reader, ['unreachable'], 'a mirror that drips');
    },
  ],
  [
    'key compromise: the key of the press alone, of the snapshot alone, of the timestamp alone',
    async () => {
      for (const stolen of ['press', 'snapshot', 'timestamp'] as const) {
        const paper = await paperAt();
        const other = await paperAt({ seed: 'thief' });
        const reader = await returningReader(paper);
        const { press, snapshot, timestamp } = other.signers;
        const all = { press, snapshot, timestamp };
        reader.files = await forged(paper, { ...all, [stolen]: paper.signers[stolen] });
        await refuses(reader, ['unsigned'], `with the key of the ${stolen}`);
      }
    },
  ],
  [
    'key compromise: one of the holders of root alone cannot make another root',
    async () => {
      const paper = await paperAt();
      const reader = await returningReader(paper);
      await paper.rotate('root', AT + HOUR);
      const next = paper.roots[1];
      const file = JSON.parse(new TextDecoder().decode(next)) as { signatures: unknown[]; signed: unknown };
      reader.files.set(
        metadataPath('root', 2),
        toUtf8(JSON.stringify({ ...file, signatures: file.signatures.slice(0, 3) })),
      );
      await refuses(reader, ['unsigned'], 'two new holders and one old');
    },
  ],
  [
    'key compromise: keys that were taken back sign nothing any more',
    async () => {
      const paper = await paperAt();
      const reader = await returningReader(paper);
      const { press, snapshot, timestamp } = paper.signers;
      for (const role of ['press', 'snapshot', 'timestamp'] as const) await paper.rotate(role, AT + HOUR);
      await paper.signAgain(AT + HOUR);
      reader.files = paper.files();
      await reader.follower.update();
      reader.files = await forged(paper, { press, snapshot, timestamp });
      await refuses(reader, ['unsigned'], 'the old keys');
    },
  ],
  [
    'wrong software: another file in the place of the record',
    async () => {
      const paper = await paperAt();
      await paper.publish({ put: [story(1, 'New')] }, AT + HOUR);
      const reader = await returningReader(await paperAt());
      const files = paper.files();
      for (const path of files.keys()) {
        if (path.startsWith('edition/tuf/targets/'))
          files.set(path, encodeRecord({ ...paper.record, number: 9 }));
      }
      files.delete(BUNDLE_PATH);
      reader.files = files;
      await refuses(reader, ['hash_mismatch', 'too_long', 'length_mismatch'], 'another record');
    },
  ],
];
