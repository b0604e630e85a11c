import { malformed, mapIn, own } from './field.ts';
import type { Fields } from './field.ts';
import { checkKeyIds, readKeys, readRoleKeys } from './key.ts';
import type { RoleKeys, TufKey } from './key.ts';
import { parseMetadata, readCommon } from './metadata.ts';
import type { Common, Parsed, TopRole } from './metadata.ts';
import { said } from '../said.ts';

/** The root role: whose keys are believed, for what. Specification 4.3. */
export type Root = Common & {
  _type: 'root';
  /** Absent means false. */
  consistent_snapshot?: boolean;
  keys: Record<string, TufKey>;
  /** The four top-level roles, and whatever else a root may name. */
  roles: Record<TopRole, RoleKeys>;
};

/** @throws TufError `malformed`, `wrong_type`, `unsupported` */
export async function parseRoot(bytes: Uint8Array): Promise<Parsed<Root>> {
  const parsed = parseMetadata(bytes, 'root', 'root', readRoot);
  await checkKeyIds(parsed.signed.keys, 'root');
  return parsed;
}

function readRoot(signed: Fields): Root {
  const consistent = own(signed, 'consistent_snapshot');
  if (consistent !== undefined && typeof consistent !== 'boolean') {
    throw malformed('root', said`has no yes or no as "consistent_snapshot"`);
  }
  const roles = mapIn(signed, 'roles', 'root', (role) => ({ ...role, ...readRoleKeys(role, 'root') }));
  const role = (name: TopRole): RoleKeys => {
    const found = own(roles, name);
    if (found === undefined) throw malformed('root', said`has no role "${name}"`);
    return found;
  };
  return {
    ...signed,
    ...readCommon(signed, 'root'),
    _type: 'root',
    ...(consistent === undefined ? {} : { consistent_snapshot: consistent }),
    keys: readKeys(signed, 'root'),
    roles: {
      ...roles,
      root: role('root'),
      timestamp: role('timestamp'),
      snapshot: role('snapshot'),
      targets: role('targets'),
    },
  };
}
