import { basename } from 'node:path';
import { holderName } from '#edition';
import type { Holder } from '#edition';
import { Refusal, UsageError } from '../out.ts';
import type { OfflineSigner } from './change.ts';
import { checkPrivate, readOr } from './disk.ts';
import { openOffline, publicOf, readOffline, signersOf } from './offline.ts';
import type { OfflineSeeds } from './offline.ts';
import { openedBy } from './passphrase.ts';
import type { Ask } from './passphrase.ts';

export type Unlocked = {
  file: string;
  name: string;
  holder: Holder;
  seeds: OfflineSeeds;
  sample: boolean;
} & OfflineSigner;

/**
 * Opens offline files, each with its passphrase.
 *
 * @param options.passphraseFiles one for each file that has a passphrase, in the same order, or none at all
 * @throws Refusal for a file that is damaged or whose passphrase is wrong, UsageError where a passphrase is wanting
 */
export async function unlock(options: {
  files: readonly string[];
  passphraseFiles: readonly string[];
  ask: Ask | null;
}): Promise<Unlocked[]> {
  const { files, passphraseFiles, ask } = options;
  if (passphraseFiles.length > 0 && passphraseFiles.length !== files.length) {
    throw new UsageError(
      `Give one --passphrase-file for each of the ${files.length} --key files, in the same order`,
    );
  }
  const unlocked: Unlocked[] = [];
  for (const [at, file] of files.entries()) {
    const text = readOr(file);
    if (text === null) throw new Refusal(`There is no file "${file}"`);
    const sealed = readOffline(text, file);
    // A stick of the usual kind has no owners at all; only keys without a passphrase must be private.
    if (sealed.sample) checkPrivate(file);
    const seeds = sealed.sample
      ? await openOffline(sealed, '')
      : await openedBy({
          ask,
          file: passphraseFiles[at],
          what: basename(file),
          open: (passphrase) => openOffline(sealed, passphrase),
        });
    if (seeds === null) throw new Refusal(`"${file}" holds no keys`);
    const holder = publicOf(sealed);
    const signers = await signersOf(seeds);
    if (
      signers.root.key.keyval.public !== holder.root.keyval.public ||
      signers.targets.key.keyval.public !== holder.targets.keyval.public
    ) {
      throw new Refusal(`"${file}" does not hold the keys that it names; use another copy`);
    }
    unlocked.push({ file, name: await holderName(holder), holder, seeds, sample: sealed.sample, ...signers });
  }
  return unlocked;
}
