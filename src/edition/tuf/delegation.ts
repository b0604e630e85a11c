import { binFor, hasPrefix, isBin, readSuccinct } from './bins.ts';
import type { SuccinctRoles } from './bins.ts';
import { checkUnique, listIn, malformed, objectIn, own, textIn, textsIn } from './field.ts';
import type { Fields } from './field.ts';
import { readKeys, readRoleKeys } from './key.ts';
import type { RoleKeys, TufKey } from './key.ts';
import { roleName } from './metadata.ts';
import { matchesPattern } from './pattern.ts';
import { said } from '../said.ts';

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
    throw malformed(role, said`does not have one of "roles" and "succinct_roles"`);
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
    throw malformed(role, said`has both "paths" and "path_hash_prefixes" in one delegation`);
  }
  const terminating = own(object, 'terminating');
  if (terminating !== undefined && typeof terminating !== 'boolean') {
    throw malformed(role, said`has no yes or no as "terminating"`);
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

/** What a role's delegations say of another role's keys, or null where they say nothing. */
export function keysOf(delegations: Delegations, name: string): RoleKeys | null {
  const { roles, succinct_roles: succinct } = delegations;
  if (succinct === undefined) return roles?.find((role) => role.name === name) ?? null;
  return isBin(succinct, name) ? succinct : null;
}

/** The roles that are trusted with a path, in order of trust, up to the first that ends the search. */
export async function rolesFor(
  delegations: Delegations,
  path: string,
): Promise<{ name: string; terminating: boolean }[]> {
  const { roles, succinct_roles: succinct } = delegations;
  if (succinct !== undefined) return [{ name: await binFor(succinct, path), terminating: true }];
  const trusted: DelegatedRole[] = [];
  for (const role of roles ?? []) {
    const byPath = role.paths?.some((pattern) => matchesPattern(pattern, path));
    if (byPath ?? (await hasPrefix(role.path_hash_prefixes ?? [], path))) trusted.push(role);
  }
  const last = trusted.findIndex(({ terminating }) => terminating);
  return last < 0 ? trusted : trusted.slice(0, last + 1);
}
