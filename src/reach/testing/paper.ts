import { hash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { openDepot } from '#depot';
import type { CommitOptions, Depot, PutFile } from '#depot';
import {
  encodeMetadata,
  newRoot,
  newTargets,
  openFollower,
  parseNoteKey,
  signEdition,
  signerFromSeed,
  signMetadata,
} from '#edition';
import type { Anchors, EditionSigners, Fetch, MetadataStore } from '#edition';

/* For tests alone: a paper that signs small editions, and a reader who checks everything. */

export const START = Date.UTC(2026, 10, 23, 9);
const HOUR = 3_600_000;

type Keys = { signers: EditionSigners; anchors: Anchors; root: Uint8Array };

/** Keys that follow from nothing but their names. */
async function openKeys(name: string): Promise<Keys> {
  const signer = (role: string) => signerFromSeed(hash('sha256', `${name} ${role}`, 'buffer'));
  const [root, targets, press] = [await signer('root'), await signer('targets'), await signer('press')];
  const [snapshot, timestamp, log] = [
    await signer('snapshot'),
    await signer('timestamp'),
    await signer('log'),
  ];
  const term = { at: START, days: 3650 };
  const signedRoot = await newRoot(
    {
      holders: [{ root: root.key, targets: targets.key }],
      thresholds: { root: 1, targets: 1 },
      snapshot: snapshot.key,
      timestamp: timestamp.key,
      log: Buffer.from(log.key.keyval.public, 'hex'),
      paper: name,
      sample: false,
    },
    term,
  );
  const rootBytes = encodeMetadata(await signMetadata(signedRoot, [root]));
  const targetsBytes = encodeMetadata(await signMetadata(await newTargets(press.key, term), [targets]));
  const note = await parseNoteKey(signedRoot.longwave.log);
  return {
    root: rootBytes,
    anchors: { roots: [rootBytes], targets: targetsBytes },
    signers: { press, snapshot, timestamp, log: { ...note, sign: (message) => log.sign(message) } },
  };
}

export type Change = { put?: readonly PutFile[]; remove?: readonly string[]; replaceAll?: boolean };

export type Paper = {
  depot: Depot;
  /** Publishes and signs the next edition. */
  publish(change: Change): Promise<void>;
  /** Path and text of every file of the current edition. */
  contents(): Map<string, string>;
  /** A reader with nothing remembered, or with what `memory` holds. */
  reader(fetch: Fetch, memory?: Map<string, Uint8Array>): Reader;
};

/** What a reader who checks everything sees: the edition's number and each of these files that it has. */
export type Reader = (paths: Iterable<string>) => Promise<{ number: number; files: Map<string, string> }>;

export async function openPaper(folder: string, name = 'The Test Paper'): Promise<Paper> {
  const keys = await openKeys(name);
  const clock = { at: START };
  const depot = await openDepot({ folder, now: () => clock.at });
  const sign: NonNullable<CommitOptions['sign']> = ({ edition, changed, standing, log }) =>
    signEdition({
      edition: changed ? edition : null,
      standing,
      log,
      anchors: keys.anchors,
      signers: keys.signers,
      at: clock.at,
      gzip: (bytes) => gzipSync(bytes, { level: 9 }),
      sha256: (bytes) => hash('sha256', bytes, 'buffer'),
    });
  return {
    depot,
    async publish({ put = [], remove = [], replaceAll = false }) {
      clock.at += HOUR;
      const writer = await depot.begin();
      for (const file of put) writer.put(file);
      for (const path of remove) writer.remove(path);
      await writer.commit({ published: clock.at, note: null, replaceAll, sign });
    },
    contents: () =>
      new Map(depot.list().map((entry) => [entry.path, depot.readRaw(entry).toString('latin1')])),
    reader(fetch, items = new Map()) {
      return (paths) => seen({ fetch, memory: memoryOf(items), root: keys.root, at: clock.at }, paths);
    },
  };
}

async function seen(
  options: { fetch: Fetch; memory: MetadataStore; root: Uint8Array; at: number },
  paths: Iterable<string>,
): Promise<{ number: number; files: Map<string, string> }> {
  const { fetch, memory, root, at } = options;
  const follower = openFollower({ anchor: { root }, fetch, memory, now: () => at });
  const { record } = await follower.update();
  const files = new Map<string, string>();
  for (const path of paths) {
    const file = await follower.open(path);
    if (file !== null) files.set(path, Buffer.from(file.bytes).toString('latin1'));
  }
  return { number: record.number, files };
}

const memoryOf = (items: Map<string, Uint8Array>): MetadataStore => ({
  read: (role) => Promise.resolve(items.get(role) ?? null),
  write: (role, bytes) => Promise.resolve(void items.set(role, bytes)),
  remove: (role) => Promise.resolve(void items.delete(role)),
});

/** A text of the edition, kept as gzip. */
export function text(path: string, words: string, more: Partial<PutFile> = {}): PutFile {
  const raw = Buffer.from(words);
  return {
    path,
    type: 'text/html; charset=utf-8',
    raw,
    stored: gzipSync(raw, { level: 3 }),
    gzip: true,
    ...more,
  };
}

/** A file that is kept as it is, such as a picture. */
export function binary(path: string, words: string): PutFile {
  const raw = Buffer.from(words.repeat(50));
  return { path, type: 'image/jpeg', raw, stored: raw, gzip: false };
}

export const stories = (count: number, version: string): PutFile[] =>
  Array.from({ length: count }, (_, at) => text(`2026/11/23/story-${at}.html`, `story ${at} ${version}`));

/** What happens to a site between two editions. */
export const CHANGES: Record<string, Change> = {
  'a story that came, one that changed and one that went': {
    put: [
      text('2026/11/23/story-1.html', 'story 1 anew'),
      text('2026/11/24/новость.html', 'new'),
      binary('icon.png', 'other icon'),
    ],
    remove: ['2026/11/23/story-2.html'],
  },
  'a story that was withdrawn': {
    put: [text('2026/11/23/story-3.html', 'withdrawn', { status: 410 })],
  },
  'a name that was a file and is a folder now': {
    put: [text('about/team.html', 'the team')],
    remove: ['about'],
  },
};

/** A first edition, large enough that its tree has branches. */
export const FIRST: Change = {
  put: [
    ...stories(40, 'first'),
    text('index.html', 'front'),
    text('about', 'about'),
    binary('icon.png', 'icon'),
  ],
};
