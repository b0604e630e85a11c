import { keysOf } from './delegation.ts';
import { TufError } from './error.ts';
import { own } from './field.ts';
import { checkFile } from './file.ts';
import type { RoleKeys, TufKey } from './key.ts';
import { isExpired } from './metadata.ts';
import type { Common, Parsed } from './metadata.ts';
import { parseRoot } from './root.ts';
import type { Root } from './root.ts';
import { checkThreshold } from './signature.ts';
import { parseSnapshot } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';
import { parseTargets } from './targets.ts';
import type { Targets } from './targets.ts';
import { parseTimestamp } from './timestamp.ts';
import type { Timestamp } from './timestamp.ts';
import { said } from '../said.ts';

export type TrustOptions = {
  /** A root that came by a way of its own, or one that an earlier update trusted. */
  root: Uint8Array;
  /** The fixed start of the update (5.1), in milliseconds since 1970. */
  now: number;
  /**
   * `strict` (the default) refuses what is expired, as the specification says. `report` takes it where everything else
   * is in order, and says so in {@link Trust.expired}.
   */
  expiry?: 'strict' | 'report';
};

/** What one update believes so far. */
export type Trusted = {
  root: Root;
  timestamp: Timestamp | null;
  snapshot: Snapshot | null;
  /** `targets` and the roles it delegates to, as they were last verified. */
  roles: ReadonlyMap<string, Targets>;
};

/**
 * Starts a trusted set from a root. Specification 5.1, 5.2.
 *
 * @throws TufError `malformed`, `wrong_type`, `unsupported`, or `unsigned` for a root that its own keys did not sign
 */
export async function openTrust(options: TrustOptions): Promise<Trust> {
  const root = await parseRoot(options.root);
  await checkThreshold(root, 'root', root.signed.roles.root, root.signed.keys);
  return new Trust(root.signed, options.now, options.expiry ?? 'strict');
}

/**
 * The trusted set: takes metadata in the order of the client workflow and believes it only after every check that the
 * workflow names. It fetches and keeps nothing. Made for one update, by {@link openTrust}; metadata that was refused
 * changes nothing.
 */
export class Trust {
  readonly now: number;
  readonly #strict: boolean;
  #root: Root;
  #rootIsFinal = false;
  #rotated = false;
  #timestamp: Timestamp | null = null;
  #snapshot: Snapshot | null = null;
  readonly #roles = new Map<string, Targets>();
  /** What earlier updates saw: compared with, never believed. */
  #seenTimestamp: Timestamp | null = null;
  #seenSnapshot: Snapshot | null = null;

  constructor(root: Root, now: number, expiry: 'strict' | 'report') {
    this.#root = root;
    this.now = now;
    this.#strict = expiry === 'strict';
  }

  get trusted(): Trusted {
    return { root: this.#root, timestamp: this.#timestamp, snapshot: this.#snapshot, roles: this.#roles };
  }

  /** The trusted roles that are past their date; always empty after a strict update. */
  get expired(): string[] {
    const all: [string, Common | null][] = [
      ['root', this.#root],
      ['timestamp', this.#timestamp],
      ['snapshot', this.#snapshot],
      ...this.#roles,
    ];
    return all.flatMap(([role, signed]) => (signed !== null && isExpired(signed, this.now) ? [role] : []));
  }

  /** 5.3.11: a key of timestamp or snapshot was taken back, so what was kept of both must go. */
  get rotated(): boolean {
    return this.#rotated;
  }

  /**
   * Takes the next root.
   *
   * @throws TufError `malformed`, `wrong_type`, `unsupported`, `unsigned`, `rollback`, `wrong_version`, `out_of_order`
   */
  async root(bytes: Uint8Array): Promise<Root> {
    if (this.#rootIsFinal) throw outOfOrder('root', said`comes after the timestamp`);
    const next = await parseRoot(bytes);
    // 5.3.4: by a threshold of the keys of the trusted root, and of its own.
    await checkThreshold(next, 'root', this.#root.roles.root, this.#root.keys);
    await checkThreshold(next, 'root', next.signed.roles.root, next.signed.keys);
    // 5.3.5
    checkVersion('root', next.signed.version, this.#root.version + 1);
    // 5.3.11: kept metadata is loaded later, so that forgetting it here is refusing it then.
    this.#rotated ||= (['timestamp', 'snapshot'] as const).some((role) =>
      this.#root.roles[role].keyids.some((keyid) => !next.signed.roles[role].keyids.includes(keyid)),
    );
    // 5.3.6: whether it is expired does not matter yet. 5.3.7.
    this.#root = next.signed;
    return next.signed;
  }

  /**
   * Ends the chain of roots; {@link timestamp} does it where nobody did.
   *
   * @throws TufError `expired`
   */
  finishRoot(): Root {
    // 5.3.10
    this.#checkFresh('root', this.#root);
    this.#rootIsFinal = true;
    return this.#root;
  }

  /**
   * Loads a timestamp or snapshot that an earlier update trusted. It is only compared with what comes, so it may be
   * expired; one that the present keys did not sign is left aside, which is how a repository recovers from
   * fast-forward attacks (5.3.11).
   */
  async remember(role: 'timestamp' | 'snapshot', bytes: Uint8Array): Promise<boolean> {
    if (this.#rotated) return false;
    try {
      if (role === 'timestamp') this.#seenTimestamp = await this.#topRole(parseTimestamp(bytes));
      else this.#seenSnapshot = await this.#topRole(parseSnapshot(bytes));
      return true;
    } catch (error) {
      if (error instanceof TufError) return false;
      throw error;
    }
  }

  /**
   * Takes a timestamp. `same` says that it is the version already seen, which stays (5.4.3.1).
   *
   * @throws TufError `malformed`, `wrong_type`, `unsupported`, `unsigned`, `rollback`, `expired`, `out_of_order`
   */
  async timestamp(bytes: Uint8Array): Promise<'new' | 'same'> {
    if (this.#snapshot !== null) throw outOfOrder('timestamp', said`comes after the snapshot`);
    this.finishRoot();
    // 5.4.2
    const signed = await this.#topRole(parseTimestamp(bytes));
    const seen = this.#timestamp ?? this.#seenTimestamp;
    if (seen !== null) {
      // 5.4.3.1
      checkNotOlder('timestamp', signed.version, seen.version);
      // 5.4.3.2
      const [before, after] = [seen.meta['snapshot.json'].version, signed.meta['snapshot.json'].version];
      if (signed.version !== seen.version)
        checkNotOlder('timestamp', after, before, said`a snapshot of version`);
    }
    const same = seen?.version === signed.version;
    const accepted = same ? seen : signed;
    // 5.4.4
    this.#checkFresh('timestamp', accepted);
    this.#timestamp = accepted;
    return same ? 'same' : 'new';
  }

  /**
   * Takes the snapshot that the timestamp names.
   *
   * @throws TufError `malformed`, `wrong_type`, `unsupported`, `unsigned`, `hash_mismatch`, `length_mismatch`,
   *   `wrong_version`, `rollback`, `expired`, `out_of_order`
   */
  async snapshot(bytes: Uint8Array): Promise<void> {
    if (this.#timestamp === null) throw outOfOrder('snapshot', said`comes before the timestamp`);
    if (this.#roles.size > 0) throw outOfOrder('snapshot', said`comes after the targets`);
    const file = this.#timestamp.meta['snapshot.json'];
    // 5.5.2
    await checkFile(bytes, file, 'The snapshot metadata', 'snapshot');
    // 5.5.3
    const signed = await this.#topRole(parseSnapshot(bytes));
    // 5.5.4
    checkVersion('snapshot', signed.version, file.version);
    // 5.5.5
    if (this.#seenSnapshot !== null) checkSnapshots(this.#seenSnapshot, signed);
    // 5.5.6
    this.#checkFresh('snapshot', signed);
    this.#snapshot = signed;
  }

  /**
   * Takes the targets metadata that the snapshot names.
   *
   * @throws TufError `malformed`, `wrong_type`, `unsupported`, `unsigned`, `hash_mismatch`, `length_mismatch`,
   *   `wrong_version`, `not_delegated`, `expired`, `out_of_order`
   */
  async targets(bytes: Uint8Array): Promise<Targets> {
    return this.#targetsRole(bytes, 'targets', this.#root.roles.targets, this.#root.keys);
  }

  /**
   * Takes the metadata of a role as delegated by one parent, which must have been taken before. A role that two parents
   * delegate to is checked against the one named here, whatever it passed before. Same errors as {@link targets}.
   */
  async delegated(bytes: Uint8Array, role: string, parent: string): Promise<Targets> {
    const delegator = this.#roles.get(parent);
    if (delegator === undefined) throw outOfOrder(role, said`comes before its parent "${parent}"`);
    const { delegations } = delegator;
    const roleKeys = delegations === undefined ? null : keysOf(delegations, role);
    if (delegations === undefined || roleKeys === null) {
      throw new TufError('not_delegated', said`The role "${parent}" does not delegate to "${role}"`, {
        role,
      });
    }
    return this.#targetsRole(bytes, role, roleKeys, delegations.keys);
  }

  async #targetsRole(
    bytes: Uint8Array,
    role: string,
    roleKeys: RoleKeys,
    keys: Readonly<Record<string, TufKey>>,
  ): Promise<Targets> {
    if (this.#snapshot === null) throw outOfOrder(role, said`comes before the snapshot`);
    const file = own(this.#snapshot.meta, `${role}.json`);
    if (file === undefined) {
      throw new TufError('not_delegated', said`The snapshot does not list the role "${role}"`, { role });
    }
    // 5.6.2
    await checkFile(bytes, file, said`The ${role} metadata`, role);
    // 5.6.3
    const parsed = await parseTargets(bytes, role);
    await checkThreshold(parsed, role, roleKeys, keys);
    // 5.6.4
    checkVersion(role, parsed.signed.version, file.version);
    // 5.6.5
    this.#checkFresh(role, parsed.signed);
    this.#roles.set(role, parsed.signed);
    return parsed.signed;
  }

  async #topRole<Signed extends Timestamp | Snapshot>(parsed: Parsed<Signed>): Promise<Signed> {
    const role = parsed.signed._type;
    await checkThreshold(parsed, role, this.#root.roles[role], this.#root.keys);
    return parsed.signed;
  }

  #checkFresh(role: string, signed: Common): void {
    if (!this.#strict || !isExpired(signed, this.now)) return;
    throw new TufError('expired', said`The ${role} metadata expired at ${signed.expires}`, { role });
  }
}

function checkSnapshots(seen: Snapshot, signed: Snapshot): void {
  for (const [name, file] of Object.entries(seen.meta)) {
    const next = own(signed.meta, name);
    if (next === undefined) {
      throw new TufError('rollback', said`The snapshot metadata lists "${name}" no more`, {
        role: 'snapshot',
      });
    }
    checkNotOlder('snapshot', next.version, file.version, said`"${name}" of version`);
  }
}

function checkNotOlder(role: string, version: number, seen: number, what = 'version'): void {
  if (version >= seen) return;
  throw new TufError('rollback', said`The ${role} metadata has ${what} ${version}, after ${seen}`, { role });
}

function checkVersion(role: string, version: number, expected: number): void {
  if (version === expected) return;
  const problem = said`The ${role} metadata has version ${version} instead of ${expected}`;
  throw new TufError(version < expected ? 'rollback' : 'wrong_version', problem, { role });
}

const outOfOrder = (role: string, problem: string): TufError =>
  new TufError('out_of_order', said`The ${role} metadata ${problem}; follow the client workflow of TUF`, {
    role,
  });
