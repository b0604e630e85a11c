import { toHex, toUtf8 } from '../bytes.ts';
import { sha256 } from '../hash.ts';
import { integerIn, malformed, textIn } from './field.ts';
import type { Fields } from './field.ts';
import { readRoleKeys } from './key.ts';
import type { RoleKeys } from './key.ts';
import { roleName } from './metadata.ts';

/** Hash bins that need no list: role `PREFIX-07` has the paths whose SHA-256 begins with these bits. TAP 15. */
export type SuccinctRoles = RoleKeys & { bit_length: number; name_prefix: string };

export function readSuccinct(object: Fields, role: string): SuccinctRoles {
  const bits = integerIn(object, 'bit_length', role, 1);
  if (bits > 32) throw malformed(role, `has ${bits} as "bit_length", above 32`);
  return {
    ...object,
    ...readRoleKeys(object, role),
    bit_length: bits,
    name_prefix: roleName(textIn(object, 'name_prefix', role), role),
  };
}

/** Whether a role is one of the bins. */
export function isBin(succinct: SuccinctRoles, name: string): boolean {
  const digits = name.slice(succinct.name_prefix.length + 1);
  const number = /^[0-9a-f]+$/.test(digits) ? Number.parseInt(digits, 16) : -1;
  return number >= 0 && number < 2 ** succinct.bit_length && binName(succinct, number) === name;
}

/** The bin of a path. */
export async function binFor(succinct: SuccinctRoles, path: string): Promise<string> {
  const first = Number.parseInt((await hashOf(path)).slice(0, 8), 16);
  return binName(succinct, Math.floor(first / 2 ** (32 - succinct.bit_length)));
}

/** Whether the SHA-256 of a path begins with one of the prefixes. */
export async function hasPrefix(prefixes: readonly string[], path: string): Promise<boolean> {
  const hash = await hashOf(path);
  return prefixes.some((prefix) => hash.startsWith(prefix));
}

const hashOf = async (path: string): Promise<string> => toHex(await sha256(toUtf8(path)));

function binName(succinct: SuccinctRoles, number: number): string {
  const digits = Math.ceil(succinct.bit_length / 4);
  return `${succinct.name_prefix}-${number.toString(16).padStart(digits, '0')}`;
}
