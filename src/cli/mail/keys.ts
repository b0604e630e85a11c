import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { Seal } from '#store';
import { checkPrivate, keepFile, makeFolder, readOr } from '../keys/disk.ts';
import { Refusal } from '../out.ts';
import type { Settings } from '../settings.ts';

/**
 * What seals addresses, or null where there is no key yet.
 *
 * @throws Refusal for a key that lies with what it protects, or that others can read
 */
export async function addressSeal({ addressKey, data }: Settings): Promise<Seal | null> {
  refuseInside(addressKey, data);
  const text = readOr(addressKey);
  if (text === null) return null;
  checkPrivate(addressKey);
  const { openSeal } = await import('#store');
  return openSeal(text);
}

/**
 * Makes the key that seals addresses where there is none, or another before it, so that the older one only opens.
 *
 * @returns whether one was made
 */
export async function makeAddressKey({ addressKey, data }: Settings, another: boolean): Promise<boolean> {
  refuseInside(addressKey, data);
  const before = readOr(addressKey);
  if (before !== null && !another) return false;
  const { newSealKey } = await import('#store');
  makeFolder(dirname(addressKey));
  keepFile(addressKey, `${newSealKey()}\n${before ?? ''}`);
  return true;
}

/** The key that signs letters and its name in the DNS; null where there is none. */
export function dkimOf({ dkimKey, dkimSelector }: Settings): { key: string; selector: string } | null {
  const key = readOr(dkimKey);
  if (key === null) return null;
  checkPrivate(dkimKey);
  return { key, selector: dkimSelector };
}

/** @returns whether one was made */
export async function makeDkimKey({ dkimKey }: Settings): Promise<boolean> {
  if (readOr(dkimKey) !== null) return false;
  const { newDkimKey } = await import('#post');
  makeFolder(dirname(dkimKey));
  keepFile(dkimKey, newDkimKey());
  return true;
}

/** Whoever takes the data, or a backup of it, must not have the key as well. */
function refuseInside(file: string, data: string): void {
  if (`${truly(file)}${sep}`.startsWith(`${truly(data)}${sep}`))
    throw new Refusal(`The key of addresses, "${file}", lies in the data folder, with what it protects`, [
      'Name a file elsewhere in LONGWAVE_ADDRESS_KEY, on another disk if there is one',
    ]);
}

/** A path without links in it, as far as it is there. */
function truly(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    const above = dirname(path);
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT') || above === path)
      return resolve(path);
    return join(truly(above), basename(path));
  }
}
