import { join } from 'node:path';
import { holderName, publicKeyOf } from '#edition';
import type { Holder } from '#edition';
import { z } from 'zod';
import { Refusal } from '../out.ts';
import type { Random } from './alter.ts';
import type { OfflineSigner } from './change.ts';
import { keepFile, makeFolder, readOr } from './disk.ts';
import { jsonOf } from './folder.ts';
import { holderOf, newSeeds, openOffline, publicOf, readOffline, sealOffline, signersOf } from './offline.ts';
import type { OfflineSeeds } from './offline.ts';

/* Holders: people who keep an offline file. Their public side travels in a small file of its own. */

const HOLDER = z.strictObject({
  longwave: z.literal('holder'),
  format: z.literal(1),
  public: z.strictObject({ root: z.string(), targets: z.string() }),
});

/** Where a new offline file goes: `part` until what needs it has come to pass. */
export type NewOffline = { holder: Holder; signers: OfflineSigner; file: string; part: string };

/** Writes the offline file of a new holder, or of one whose keys change, as `….part`. */
export async function writeOffline(options: {
  folder: string;
  seeds?: OfflineSeeds;
  passphrase: string | null;
  at: number;
  random: Random;
}): Promise<NewOffline> {
  const { folder, passphrase, at, random } = options;
  const seeds = options.seeds ?? newSeeds(random);
  const holder = await holderOf(seeds);
  const file = join(folder, `offline-${await holderName(holder)}.json`);
  const part = `${file}.part`;
  makeFolder(folder);
  keepFile(part, await sealOffline({ seeds, passphrase, at, random }));
  // No paper may come to depend on a file that cannot be opened.
  const opened = await openOffline(readOffline(readOr(part) ?? '', part), passphrase ?? '');
  if (opened === null) throw new Refusal(`"${part}" cannot be opened again; try another medium`);
  return { holder, signers: await signersOf(opened), file, part };
}

/** Writes the public side of a holder, for the newsroom. */
export async function writeHolder(folder: string, holder: Holder): Promise<string> {
  const file = join(folder, `holder-${await holderName(holder)}.json`);
  const { root, targets } = holder;
  const content = {
    longwave: 'holder',
    format: 1,
    public: { root: root.keyval.public, targets: targets.keyval.public },
  };
  keepFile(file, `${JSON.stringify(content, null, 2)}\n`);
  return file;
}

/** Reads the public side of a holder, from a holder's file or from an offline file. @throws Refusal for another */
export function readHolder(file: string): Holder {
  const text = readOr(file);
  if (text === null) throw new Refusal(`There is no file "${file}"`);
  const found = HOLDER.safeParse(jsonOf(text));
  if (!found.success) return publicOf(readOffline(text, file));
  const { root, targets } = found.data.public;
  try {
    return { root: publicKeyOf(root), targets: publicKeyOf(targets) };
  } catch (error) {
    throw new Refusal(`"${file}" holds no public keys`, [
      error instanceof Error ? error.message : String(error),
    ]);
  }
}
