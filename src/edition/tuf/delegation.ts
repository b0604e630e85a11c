import { toHex, toUtf8 } from '../bytes.ts';
import { sha256 } from '../hash.ts';
import { checkUnique, integerIn, listIn, malformed, objectIn, own, textIn, textsIn } from './field.ts';
import type { Fields } from './field.ts';
import { readKeys, readRoleKeys } from './key.ts';
import type { RoleKeys, TufKey } from './key.ts';
import { TOP_ROLES } from './metadata.ts';
import { matchesPattern } from './pattern.ts';

/** A role that another role trusts with some paths. Specification 4.5, DELEGATIONS. */
export type DelegatedRole = RoleKeys & {
  name: string;
  /** Whether the search ends below this role, found or not. */
  terminating: boolean;
  /** Shell patterns; or … */
  paths?: string[];
  /** … beginnings of the SHA-256 of the path. With neither, the role is trusted with nothing. */
  path_hash_prefixes?: string[];
};

/** Hash bins that need no list: role `PREFIX-07` has the paths whose SHA-256 begins with these bits. TAP 15. */
export type SuccinctRoles = RoleKeys & { bit_length: number; name_prefix: string };

export type Delegations = {
  keys: Record<string, TufKey>;
  roles?: DelegatedRole[];
  succinct_roles?: SuccinctRoles;
};

/** @throws TufError `malformed` */
export function readDelegations(value: unknown, role: string): Delegations {
  const object = objectIn(value, role, 'delegations');
  const keys = readKeys(object, role);
  const succinct = own(object, 'succinct_roles');
  if ((own(object, 'roles') === undefined) === (succinct === undefined)) {
    throw malformed(role, 'does not have one of "roles" and "succinct_roles"');
  }
  if (succinct !== undefined) {
    return {
      ...object,
      keys,
      succinct_roles: readSuccinct(objectIn(succinct, role, 'succinct_roles'), role),
    };
  }
  const roles = listIn(object, 'roles', role).map((item) => readRole(objectIn(item, role, 'roles'), role));
  // 4.5: "The rolename MUST be unique in the delegations object".
  checkUnique(
    roles.map(({ name }) => name),
    role,
    'roles',
  );
  return { ...object, keys, roles };
}

function readRole(object: Fields, role: string): DelegatedRole {
  const has = (name: string): boolean => own(object, name) !== undefined;
  if (has('paths') && has('path_hash_prefixes')) {
    throw malformed(role, 'has both "paths" and "path_hash_prefixes" in one delegation');
  }
  const terminating = own(object, 'terminating');
  if (terminating !== undefined && typeof terminating !== 'boolean') {
    throw malformed(role, 'has no yes or no as "terminating"');
  }
  return {
    ...object,
    ...readRoleKeys(object, role),
    name: roleName(textIn(object, 'name', role), role),
    // The specification's own example leaves it out.
    terminating: terminating ?? false,
    ...(has('paths') ? { paths: textsIn(object, 'paths', role) } : {}),
    ...(has('path_hash_prefixes') ? { path_hash_prefixes: textsIn(object, 'path_hash_prefixes', role) } : {}),
  };
}

function readSuccinct(object: Fields, role: string): SuccinctRoles {
  const bits = integerIn(object, 'bit_length', role, 1);
  if (bits > 32) throw malformed(role, `has ${bits} as "bit_length", above 32`);
  return {
    ...object,
    ...readRoleKeys(object, role),
    bit_length: bits,
    name_prefix: roleName(textIn(object, 'name_prefix', role), role),
  };
}

// A delegated role of such a name would be kept, and fetched, in the place of the real one.
function roleName(name: string, role: string): string {
  if (name === '' || TOP_ROLES.some((top) => top === name)) throw malformed(role, `delegates to "${name}"`);
  return name;
}

/** What a role's delegations say of another role's keys, or null where they say nothing. */
export function keysOf(delegations: Delegations, name: string): RoleKeys | null {
  const { roles, succinct_roles: succinct } = delegations;
  if (succinct === undefined) return roles?.find((role) => role.name === name) ?? null;
  const digits = name.slice(succinct.name_prefix.length + 1);
  const number = /^[0-9a-f]+$/.test(digits) ? Number.parseInt(digits, 16) : -1;
  return number >= 0 && number < 2 ** succinct.bit_length && binName(succinct, number) === name
    ? succinct
    : null;
}

/** The roles that are trusted with a path, in order of trust, up to the first that ends the search. */
export async function rolesFor(
  delegations: Delegations,
  path: string,
): Promise<{ name: string; terminating: boolean }[]> {
  const hash = toHex(await sha256(toUtf8(path)));
  const { roles, succinct_roles: succinct } = delegations;
  if (succinct !== undefined) {
    const number = Math.floor(Number.parseInt(hash.slice(0, 8), 16) / 2 ** (32 - succinct.bit_length));
    return [{ name: binName(succinct, number), terminating: true }];
  }
  const trusted = (roles ?? []).filter(
    (role) =>
      role.paths?.some((pattern) => matchesPattern(pattern, path)) ??
      role.path_hash_prefixes?.some((prefix) => hash.startsWith(prefix)) ??
      false,
  );
  const last = trusted.findIndex(({ terminating }) => terminating);
  return last < 0 ? trusted : trusted.slice(0, last + 1);
}

function binName(succinct: SuccinctRoles, number: number): string {
  const digits = Math.ceil(succinct.bit_length / 4);
  return `${succinct.name_prefix}-${number.toString(16).padStart(digits, '0')}`;
}
