import { Refusal } from '../out.ts';
import { firstKeys } from './alter.ts';
import type { Random } from './alter.ts';
import { keepChange, readChange, settleChange, signChange } from './change.ts';
import type { Change, RoleNeed } from './change.ts';
import { checkPrivate, makeFolder } from './disk.ts';
import { readAnchors } from './folder.ts';
import { writeOffline } from './holder.ts';
import type { NewOffline } from './holder.ts';
import { withLock } from './lock.ts';
import type { Holder } from '#edition';

/** The first keys of a paper: who holds them, and how many must sign. */
export type FirstKeys = {
  folder: string;
  paper: string;
  sample: boolean;
  /** One passphrase for each offline file that is made here; null for a sample file. */
  passphrases: readonly (string | null)[];
  /** Where offline files go. */
  to: string;
  /** Holders who made their own keys elsewhere. */
  others: readonly Holder[];
  thresholds: { root: number; targets: number };
  at: number;
  random: Random;
};

export type Made = { files: string[]; open: RoleNeed[]; finished: boolean };

/**
 * Makes a paper's first keys. Where holders are elsewhere, they wait for their signatures. Run again after a crash, it
 * finishes what was begun, or begins anew where nothing was.
 *
 * @throws Refusal where there are keys already
 */
export async function makeKeys(wish: FirstKeys): Promise<Made> {
  const { folder } = wish;
  makeFolder(folder);
  checkPrivate(folder);
  return withLock(folder, async () => {
    const waiting = await readChange(folder);
    if (waiting !== null)
      return { files: waiting.offline, open: await settleFirst(folder, waiting), finished: true };
    if (readAnchors(folder) !== null) throw keysExist(folder);
    const made: NewOffline[] = [];
    for (const passphrase of wish.passphrases) {
      made.push(await writeOffline({ ...wish, folder: wish.to, passphrase }));
    }
    const change = await firstKeys(
      {
        ...wish,
        holders: [...made.map(({ holder }) => holder), ...wish.others],
        offline: made.map(({ file }) => file),
      },
      { ...wish, what: 'create' },
    );
    const signed = await signChange(
      change,
      null,
      made.map(({ signers }) => signers),
    );
    keepChange(folder, signed.change);
    return { files: signed.change.offline, open: await settleChange(folder, signed.change), finished: false };
  });
}

async function settleFirst(folder: string, waiting: Change): Promise<RoleNeed[]> {
  if (waiting.what !== 'create') throw keysExist(folder);
  return settleChange(folder, waiting);
}

export const keysExist = (folder: string): Refusal =>
  new Refusal(`There are keys in "${folder}" already; nothing was changed`, [
    '"longwave keys show" shows them; rotate, revoke and thresholds change them',
  ]);
