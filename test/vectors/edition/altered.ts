import { metadataPath, TIMESTAMP_PATH } from '#edition';
import { alteredPages, alteredRecords, alteredTrees } from './altered-content.ts';
import { makeKeys } from './authority.ts';
import { parsed, pathOf, read } from './genuine.ts';
import type { Genuine } from './genuine.ts';

/* Editions that a reader must refuse, and by which error. */

/** What is put in place of a file; null where it is not there, a number for that many zeros. */
export type Instead = Uint8Array | null | number;

export type Altered = {
  name: string;
  /** Files that differ from the genuine ones. None has a bundle, but where it says so. */
  instead: Record<string, Instead>;
  /** Whether the reader has seen the genuine edition before. */
  returning?: true;
  /** Path that is opened, where the update itself gives no error. */
  open?: string;
  code: string;
};

export async function alteredEditions(genuine: Genuine): Promise<Altered[]> {
  const groups = await Promise.all([
    alteredRoots(genuine),
    alteredTimes(genuine),
    alteredParts(genuine),
    alteredRecords(genuine),
    alteredTrees(genuine),
    Promise.resolve(alteredPages(genuine)),
  ]);
  return groups.flat();
}

async function alteredRoots({ keys, files }: Genuine): Promise<Altered[]> {
  const second = metadataPath('root', 2);
  const { signed } = parsed(read(files, second));
  const strangers = await makeKeys(0, 'Strangers');
  return [
    {
      name: 'a second root that one of the two people of the first signed',
      instead: { [second]: await keys.sign(signed, 'root 1') },
      code: 'unsigned',
    },
    {
      name: 'a second root with the version of a third',
      instead: { [second]: await keys.sign({ ...signed, version: 3 }, 'root 1', 'root 2') },
      code: 'wrong_version',
    },
    {
      name: 'a second root that is the first',
      instead: { [second]: read(files, metadataPath('root', 1)) },
      code: 'rollback',
    },
    {
      name: 'roots of another paper',
      instead: {
        [metadataPath('root', 1)]: strangers.anchors.roots[0] ?? null,
        [second]: strangers.anchors.roots[1] ?? null,
      },
      code: 'missing',
    },
    { name: 'a second root that never ends', instead: { [second]: 512_001 }, code: 'too_long' },
  ];
}

async function alteredTimes({ keys, files, before }: Genuine): Promise<Altered[]> {
  const timestamp = read(files, TIMESTAMP_PATH);
  const { signed } = parsed(timestamp);
  const set = (bytes: Instead): Altered['instead'] => ({ [TIMESTAMP_PATH]: bytes });
  return [
    { name: 'no timestamp', instead: set(null), code: 'missing' },
    { name: 'a timestamp cut short', instead: set(timestamp.subarray(0, 200)), code: 'malformed' },
    { name: 'a timestamp too long', instead: set(16_385), code: 'too_long' },
    {
      name: 'a timestamp signed by the key of the snapshot',
      instead: set(await keys.sign(signed, 'snapshot')),
      code: 'unsigned',
    },
    {
      name: 'a timestamp with another date under its signature',
      instead: set(
        Buffer.from(Buffer.from(timestamp).toString().replace('"expires":"2026', '"expires":"2036')),
      ),
      code: 'unsigned',
    },
    {
      name: 'a snapshot in place of the timestamp',
      instead: set(read(files, pathOf(files, 'snapshot'))),
      code: 'wrong_type',
    },
    {
      name: 'the timestamp of an edition before the one seen',
      instead: set(read(before, TIMESTAMP_PATH)),
      returning: true,
      code: 'rollback',
    },
    {
      name: 'another specification',
      instead: set(await keys.sign({ ...signed, spec_version: '2.0.0' }, 'timestamp')),
      code: 'unsupported',
    },
  ];
}

async function alteredParts({ keys, files, before }: Genuine): Promise<Altered[]> {
  const [snapshot, press, targets] = ['snapshot', 'press', 'targets'].map((role) => pathOf(files, role));
  if (snapshot === undefined || press === undefined || targets === undefined) return [];
  const { signed } = parsed(read(files, press));
  const delegating = parsed(read(files, targets)).signed;
  return [
    { name: 'no snapshot', instead: { [snapshot]: null }, code: 'missing' },
    {
      name: 'the snapshot of the edition before under the name of this one',
      instead: { [snapshot]: read(before, pathOf(before, 'snapshot')) },
      code: 'rollback',
    },
    {
      name: 'the press of the edition before under the name of this one',
      instead: { [press]: read(before, pathOf(before, 'press')) },
      code: 'rollback',
    },
    {
      name: 'a press signed by the key that the targets trusted before',
      instead: { [press]: await keys.sign(signed, 'press 2') },
      code: 'unsigned',
    },
    {
      name: 'targets that the press signed for itself',
      instead: { [targets]: await keys.sign(delegating, 'press 1') },
      code: 'unsigned',
    },
    {
      name: 'a bundle that is no gzip, and no other files',
      instead: { 'edition/bundle': Buffer.from('no gzip'), [TIMESTAMP_PATH]: null },
      code: 'missing',
    },
  ];
}
