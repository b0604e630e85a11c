import { readDelegations } from './delegation.ts';
import type { Delegations } from './delegation.ts';
import { mapIn, own } from './field.ts';
import type { Fields } from './field.ts';
import { readTargetFile } from './file.ts';
import type { TargetFile } from './file.ts';
import { checkKeyIds } from './key.ts';
import { parseMetadata, readCommon } from './metadata.ts';
import type { Common, Parsed } from './metadata.ts';

/** The targets role, or one that it delegates to. Specification 4.5. */
export type Targets = Common & {
  _type: 'targets';
  /** By path, relative to the place of the targets. */
  targets: Record<string, TargetFile>;
  delegations?: Delegations;
};

/** @throws TufError `malformed`, `wrong_type`, `unsupported` */
export async function parseTargets(bytes: Uint8Array, role: string): Promise<Parsed<Targets>> {
  const parsed = parseMetadata(bytes, role, 'targets', readTargets);
  await checkKeyIds(parsed.signed.delegations?.keys ?? {}, role);
  return parsed;
}

function readTargets(signed: Fields, role: string): Targets {
  const delegations = own(signed, 'delegations');
  return {
    ...signed,
    ...readCommon(signed, role),
    _type: 'targets',
    targets: mapIn(signed, 'targets', role, (file) => readTargetFile(file, role)),
    ...(delegations === undefined ? {} : { delegations: readDelegations(delegations, role) }),
  };
}
