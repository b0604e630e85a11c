import { checkAuthority, parseNoteKey, pressKeyOf, signerFromSeed } from '#edition';
import type { Anchors, Authority, EditionSigners, NoteKey, Signer } from '#edition';
import { Refusal } from '../out.ts';
import { isOpenToOthers } from './disk.ts';
import { onlineFile, readAnchors, readOnline } from './folder.ts';
import type { OnlineRole, OnlineSeeds } from './folder.ts';
import type { Settings } from '../settings.ts';

/** A newsroom's keys, ready to sign editions. */
export type OpenKeys = {
  signers: EditionSigners;
  anchors: Anchors;
  /** Of the newest root, in hexadecimal. */
  fingerprint: string;
  sample: boolean;
  authority: Authority;
};

/**
 * Opens the keys in a folder. Nothing is refused for its age: editions are signed until somebody renews.
 *
 * @returns null where there are none, or where their making waits for signatures
 * @throws Refusal for keys that others can read, that do not fit the root, or that are damaged
 */
export async function openKeys(folder: string): Promise<OpenKeys | null> {
  if (isOpenToOthers(folder) === null) return null;
  const authority = await readAuthority(folder);
  if (authority === null) return null;
  const seeds = readOnline(folder);
  if (seeds === null) {
    throw new Refusal(`There are a root and targets in "${folder}", but no online keys`, [
      `Put "${onlineFile(folder)}" back from the copy that you keep apart from backups, or make new ones: "longwave keys rotate online"`,
    ]);
  }
  const { root, targets, anchors, fingerprints } = authority;
  const signer = async (role: OnlineRole, keyid: string | undefined): Promise<Signer> => {
    const found = (await signersFor(seeds, role)).find((one) => one.keyid === keyid);
    if (found === undefined) throw unfit(folder, role);
    return found;
  };
  const press = pressKeyOf(targets);
  const note = await parseNoteKey(root.longwave.log);
  const pressSigner = (await signersFor(seeds, 'press')).find(
    ({ key }) => key.keyval.public === press.keyval.public,
  );
  const log = (await signersFor(seeds, 'log')).find(({ key }) => key.keyval.public === hexOf(note));
  if (pressSigner === undefined) throw unfit(folder, 'press');
  if (log === undefined) throw unfit(folder, 'log');
  return {
    signers: {
      press: pressSigner,
      snapshot: await signer('snapshot', root.roles.snapshot.keyids[0]),
      timestamp: await signer('timestamp', root.roles.timestamp.keyids[0]),
      log: { ...note, sign: (message) => log.sign(message) },
    },
    anchors,
    fingerprint: fingerprints.at(-1) ?? '',
    sample: root.longwave.sample,
    authority,
  };
}

/**
 * The root and targets in a folder, checked; null where there are none.
 *
 * @throws Refusal where they do not hold together
 */
export async function readAuthority(folder: string): Promise<Authority | null> {
  const files = readAnchors(folder);
  if (files === null) return null;
  try {
    return await checkAuthority(files);
  } catch (error) {
    throw new Refusal(`The root and targets in "${folder}" do not hold together`, [
      error instanceof Error ? error.message : String(error),
      'Every published edition holds them too: copy edition/tuf/*.root.json and *.targets.json back into "root"',
    ]);
  }
}

/** The keys of a newsroom, as the settings name their place. */
export const openKeysOf = (settings: Settings): Promise<OpenKeys | null> => openKeys(settings.keys);

const signersFor = (seeds: OnlineSeeds, role: OnlineRole): Promise<Signer[]> =>
  Promise.all(seeds[role].map((seed) => signerFromSeed(Buffer.from(seed, 'hex'))));

export const hexOf = (note: NoteKey): string => Buffer.from(note.publicKey).toString('hex');

const unfit = (folder: string, role: OnlineRole): Refusal =>
  new Refusal(`"${onlineFile(folder)}" does not hold the ${role} key that the root and targets trust`, [
    `Put the right copy back, or make a new key: "longwave keys rotate ${role}"`,
  ]);
