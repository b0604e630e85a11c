import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { SECRETS } from '#reach';
import type { Mirror, Secrets } from '#reach';
import { z } from 'zod';
import type { Call } from '../call.ts';
import { checkPrivate, keepFile, makeFolder, readOr } from '../keys/disk.ts';
import { askOf, newPassphrase, openedBy } from '../keys/passphrase.ts';
import { CIPHER_SHAPE, KDF_SHAPE, newSeal, openSealed, sealText } from '../keys/seal.ts';
import { Refusal } from '../out.ts';
import { secretSetting } from '../settings.ts';

/* What mirrors need to let a push in: from the environment, or from one file under a passphrase beside the keys. */

const FILE = z.strictObject({
  longwave: z.literal('secrets of mirrors'),
  format: z.literal(1),
  kdf: KDF_SHAPE,
  cipher: CIPHER_SHAPE,
  secrets: z.string().regex(/^(?:[0-9a-f]{2})+$/),
});
const CONTENT = z.record(z.string(), z.record(z.string(), z.string()));

/** The secrets of each mirror, by its id. */
type Content = z.infer<typeof CONTENT>;
type Asked = Pick<Call, 'settings' | 'environment'>;

const BESIDE = 'longwave secrets of mirrors 1';

const fileOf = ({ settings }: Asked): string => join(settings.keys, 'mirrors.json');

/**
 * The secrets of mirrors; the sealed file is opened once, and only where one is wanting.
 *
 * @throws Refusal for a file that is damaged or whose passphrase is wrong
 */
export function openSecrets(call: Call): (mirror: Pick<Mirror, 'id' | 'kind'>) => Promise<Secrets> {
  let opened: Promise<Content> | undefined;
  return async ({ id, kind }) => {
    const given = fromEnvironment(call, { id, kind });
    if (SECRETS[kind].length === 0 || Object.keys(given).length > 0) return given;
    opened ??= readAll(call, undefined).then(({ content }) => content);
    return { ...(await opened)[id] };
  };
}

function fromEnvironment({ environment }: Asked, { id, kind }: Pick<Mirror, 'id' | 'kind'>): Secrets {
  const found = SECRETS[kind].map((name) => [name, environment[secretSetting(id, name)] ?? ''] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== ''));
}

/** Keeps secrets of a mirror in the sealed file; null takes all of the mirror's away. */
export async function keepSecrets(
  call: Call,
  id: string,
  secrets: Secrets | null,
  passphraseFile: string | undefined,
): Promise<void> {
  const { content, passphrase } = await readAll(call, passphraseFile);
  const { [id]: before, ...others } = content;
  const next = secrets === null ? others : { ...others, [id]: { ...before, ...secrets } };
  const seal = newSeal((bytes) => randomBytes(bytes));
  const known =
    passphrase ??
    (call.settings.mirrorsPassphrase ||
      (await newPassphrase({ ask: askOf(call), file: passphraseFile, what: 'the secrets of mirrors' })));
  const sealed = await sealText(seal, JSON.stringify(next), BESIDE, known);
  makeFolder(call.settings.keys);
  const file = { longwave: 'secrets of mirrors', format: 1, ...seal, secrets: sealed };
  keepFile(fileOf(call), `${JSON.stringify(file, null, 2)}\n`);
}

/** Whether there is a sealed file at all. */
export const hasSecrets = (call: Asked): boolean => readOr(fileOf(call)) !== null;

async function readAll(
  call: Call,
  passphraseFile: string | undefined,
): Promise<{ content: Content; passphrase: string | null }> {
  const file = fileOf(call);
  const text = readOr(file);
  if (text === null) return { content: {}, passphrase: null };
  checkPrivate(file);
  const read = FILE.safeParse(parse(text));
  if (!read.success) {
    throw new Refusal(`"${file}" is damaged or of a later Longwave`, [
      'Take it away and give each secret again with "longwave mirror secret"',
    ]);
  }
  const { kdf, cipher, secrets } = read.data;
  const open = async (passphrase: string): Promise<{ content: Content; passphrase: string } | null> => {
    const opened = await openSealed({ kdf, cipher }, secrets, BESIDE, passphrase);
    return opened === null ? null : { content: CONTENT.parse(parse(opened)), passphrase };
  };
  const { mirrorsPassphrase } = call.settings;
  if (mirrorsPassphrase === '') {
    return openedBy({ ask: askOf(call), file: passphraseFile, what: 'the secrets of mirrors', open });
  }
  const opened = await open(mirrorsPassphrase);
  if (opened === null)
    throw new Refusal('LONGWAVE_MIRRORS_PASSPHRASE is not the passphrase of the secrets of mirrors');
  return opened;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
