import { argon2, createCipheriv, createDecipheriv } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';

/* How a text is put under a passphrase: argon2id makes a key of it, AES-256-GCM seals. */

const argon = promisify(argon2);

/** RFC 9106, 4: what it recommends for machines with little memory. Memory in KiB. */
const KDF = { name: 'argon2id', version: 19, memory: 65_536, passes: 3, lanes: 4 } as const;
/** A file that asks for more would only stop the machine that opens it. */
const MOST_MEMORY = 4_194_304;
const MOST_PASSES = 64;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SALT_BYTES = 16;

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

export const KDF_SHAPE = z.strictObject({
  name: z.literal(KDF.name),
  version: z.literal(KDF.version),
  memory: z
    .int()
    .min(8 * KDF.lanes)
    .max(MOST_MEMORY),
  passes: z.int().min(1).max(MOST_PASSES),
  lanes: z.int().min(1).max(64),
  salt: hex(SALT_BYTES),
});
export const CIPHER_SHAPE = z.strictObject({ name: z.literal('aes-256-gcm'), nonce: hex(NONCE_BYTES) });

/** How one text is sealed; stands beside it. */
export type Seal = { kdf: z.infer<typeof KDF_SHAPE>; cipher: z.infer<typeof CIPHER_SHAPE> };

export function newSeal(random: (bytes: number) => Uint8Array): Seal {
  const fresh = (bytes: number): string => Buffer.from(random(bytes)).toString('hex');
  return {
    kdf: { ...KDF, salt: fresh(SALT_BYTES) },
    cipher: { name: 'aes-256-gcm', nonce: fresh(NONCE_BYTES) },
  };
}

/**
 * The sealed text in hexadecimal.
 *
 * @param beside what stands in the open beside it, and must not be changed either
 */
export async function sealText(
  seal: Seal,
  text: string,
  beside: string,
  passphrase: string,
): Promise<string> {
  const key = await keyFrom(passphrase, seal);
  const sealing = createCipheriv('aes-256-gcm', key, Buffer.from(seal.cipher.nonce, 'hex'));
  sealing.setAAD(Buffer.from(beside));
  const sealed = Buffer.concat([sealing.update(text), sealing.final(), sealing.getAuthTag()]);
  key.fill(0);
  return sealed.toString('hex');
}

/** The text, or null for a wrong passphrase or a text that was altered. */
export async function openSealed(
  seal: Seal,
  sealed: string,
  beside: string,
  passphrase: string,
): Promise<string | null> {
  const bytes = Buffer.from(sealed, 'hex');
  const key = await keyFrom(passphrase, seal);
  try {
    const opened = createDecipheriv('aes-256-gcm', key, Buffer.from(seal.cipher.nonce, 'hex'));
    opened.setAAD(Buffer.from(beside));
    opened.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([opened.update(bytes.subarray(0, -TAG_BYTES)), opened.final()]).toString('utf8');
  } catch {
    // That the tag does not fit is all that there is to be known.
    return null;
  } finally {
    key.fill(0);
  }
}

const keyFrom = (passphrase: string, { kdf }: Seal): Promise<Buffer> =>
  argon(kdf.name, {
    // One spelling, whatever keyboard it was typed on.
    message: Buffer.from(passphrase.normalize('NFC')),
    nonce: Buffer.from(kdf.salt, 'hex'),
    parallelism: kdf.lanes,
    tagLength: 32,
    memory: kdf.memory,
    passes: kdf.passes,
  });
