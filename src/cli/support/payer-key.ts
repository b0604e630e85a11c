import { createHash, createHmac, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { PayerKey } from '#support';
import { checkPrivate, keepFile, makeFolder, readOr } from '../keys/disk.ts';
import { Refusal } from '../out.ts';
import type { Settings } from '../settings.ts';

const KEY = /^[0-9a-f]{64}$/;

/**
 * The key under which accounts of payers are hashed, in the folder of the keys: it is in no database and no backup. Null
 * where there is none and none is to be made.
 *
 * @throws Refusal for a file that is no key, or that others can read
 */
export function payerKeyOf({ keys }: Pick<Settings, 'keys'>, { make }: { make: boolean }): PayerKey | null {
  const file = join(keys, 'payers.key');
  let text = readOr(file);
  if (text === null) {
    if (!make) return null;
    makeFolder(keys);
    text = randomBytes(32).toString('hex');
    keepFile(file, `${text}\n`);
  } else checkPrivate(file);
  const key = text.trim();
  if (!KEY.test(key))
    throw new Refusal(`"${file}" is no key; bring back the one that was there`, [
      'Without it payers are not known again; to begin anew, move the file away',
    ]);
  return {
    name: createHash('sha256').update(`payers ${key}`).digest('hex').slice(0, 8),
    digest: (said) => createHmac('sha256', Buffer.from(key, 'hex')).update(said).digest('base64url'),
  };
}
