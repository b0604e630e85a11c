import { createHash } from 'node:crypto';
import { canonicalJson, publicKeyOf, signerFromSeed } from '#edition';
import type { Holder, Signer } from '#edition';
import { z } from 'zod';
import { Refusal } from '../out.ts';
import { CIPHER_SHAPE, KDF_SHAPE, newSeal, openSealed, sealText } from './seal.ts';

/* The offline file: a holder's two keys under a passphrase. docs/KEYS.md describes it for other programs. */

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

const CONTENT = z.object({ root: hex(32), targets: hex(32) });

const FILE = z.strictObject({
  longwave: z.literal('offline keys'),
  format: z.literal(1),
  sample: z.boolean(),
  made: z.string(),
  public: CONTENT,
  kdf: KDF_SHAPE.nullable(),
  cipher: CIPHER_SHAPE.nullable(),
  /** The keys: sealed, or of the sample newsroom as they are. */
  keys: z.union([z.string().regex(/^(?:[0-9a-f]{2})+$/), CONTENT]),
  sum: hex(32),
});

type OfflineFile = z.infer<typeof FILE>;
type Head = Omit<OfflineFile, 'keys' | 'sum'>;

/** Two secret seeds, 64 hexadecimal digits each. */
export type OfflineSeeds = z.infer<typeof CONTENT>;

export const newSeeds = (random: (bytes: number) => Uint8Array): OfflineSeeds => ({
  root: Buffer.from(random(32)).toString('hex'),
  targets: Buffer.from(random(32)).toString('hex'),
});

/** The public side of two seeds. */
export async function holderOf(seeds: OfflineSeeds): Promise<Holder> {
  const { root, targets } = await signersOf(seeds);
  return { root: root.key, targets: targets.key };
}

export async function signersOf(seeds: OfflineSeeds): Promise<{ root: Signer; targets: Signer }> {
  const signer = (seed: string): Promise<Signer> => signerFromSeed(Buffer.from(seed, 'hex'));
  return { root: await signer(seeds.root), targets: await signer(seeds.targets) };
}

/**
 * The text of an offline file.
 *
 * @param options.passphrase null only for the sample newsroom, whose file says so
 */
export async function sealOffline(options: {
  seeds: OfflineSeeds;
  passphrase: string | null;
  at: number;
  random: (bytes: number) => Uint8Array;
}): Promise<string> {
  const { seeds, passphrase, random } = options;
  const holder = await holderOf(seeds);
  const head: Head = {
    longwave: 'offline keys',
    format: 1,
    sample: passphrase === null,
    made: `${new Date(options.at).toISOString().slice(0, 19)}Z`,
    public: { root: holder.root.keyval.public, targets: holder.targets.keyval.public },
    ...(passphrase === null ? { kdf: null, cipher: null } : newSeal(random)),
  };
  const file = { ...head, keys: passphrase === null ? seeds : await seal(head, seeds, passphrase) };
  return `${JSON.stringify({ ...file, sum: sumOf(file) }, null, 2)}\n`;
}

/**
 * Reads what an offline file says without its passphrase.
 *
 * @throws Refusal for another file, a newer one, and one with a damaged byte
 */
export function readOffline(text: string, name: string): OfflineFile {
  const value = parse(text);
  const format = z.object({ longwave: z.literal('offline keys'), format: z.number() }).safeParse(value);
  if (!format.success) {
    throw new Refusal(`"${name}" is no file of offline keys, or its beginning is damaged`, [
      'Files of offline keys are named like offline-3f9a12cd.json; try another copy',
    ]);
  }
  if (format.data.format > 1) {
    throw new Refusal(`"${name}" was made by a later version of Longwave`, [
      'Use that version or a newer one',
    ]);
  }
  const file = FILE.safeParse(value);
  if (!file.success || !isWhole(file.data)) {
    throw new Refusal(`"${name}" is damaged: its bytes are not the ones that were written`, [
      'Use another copy; with none left, follow docs/KEYS.md, "A lost offline key"',
    ]);
  }
  return file.data;
}

export const publicOf = (file: OfflineFile): Holder => ({
  root: publicKeyOf(file.public.root),
  targets: publicKeyOf(file.public.targets),
});

/** The seeds of an offline file, or null for a wrong passphrase; `passphrase` may be empty for sample keys. */
export async function openOffline(file: OfflineFile, passphrase: string): Promise<OfflineSeeds | null> {
  const { kdf, cipher, keys, sum: _sum, ...rest } = file;
  if (typeof keys !== 'string') return keys;
  if (kdf === null || cipher === null)
    throw new Refusal('The file of offline keys does not say how it is sealed');
  const head: Head = { ...rest, kdf, cipher };
  // The sum was right, so the bytes are as written: what is left is the passphrase.
  const text = await openSealed({ kdf, cipher }, keys, canonicalJson(head), passphrase);
  return text === null ? null : CONTENT.parse(parse(text));
}

async function seal(head: Head, seeds: OfflineSeeds, passphrase: string): Promise<string> {
  const { kdf, cipher } = head;
  if (kdf === null || cipher === null) throw new Error('Keys are sealed with a way to open them');
  return sealText({ kdf, cipher }, JSON.stringify(seeds), canonicalJson(head), passphrase);
}

const sumOf = (file: Omit<OfflineFile, 'sum'>): string =>
  createHash('sha256').update(canonicalJson(file)).digest('hex');

function isWhole({ sum, ...file }: OfflineFile): boolean {
  return sumOf(file) === sum;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is none of our files either; the reader says which.
    return null;
  }
}
