import { rolesFor } from './delegation.ts';
import { own } from './field.ts';
import type { TargetFile } from './file.ts';
import type { Targets } from './targets.ts';
import { LIMITS, updateTargets } from './update.ts';
import type { Update, UpdateOptions } from './update.ts';
import type { Trust } from './trust.ts';

/** A target that a trusted role vouches for. */
export type Target = {
  path: string;
  file: TargetFile;
  /** The role that says so. */
  role: string;
};

export type SearchOptions = Pick<UpdateOptions, 'fetch' | 'store' | 'limits'> & {
  /** What {@link updateTrust} gave. */
  trust: Trust;
  path: string;
};

/**
 * Looks for a target: depth first, each role before those it delegates to, in their order, and only where every role on
 * the way is trusted with the path. Specification 5.6.7. Each role is checked against the one that led to it, on every
 * search anew; what the store has of it is fetched only once.
 *
 * @returns null where no role vouches for it (5.7.2)
 * @throws TufError where a role on the way cannot be had or verified
 */
export async function findTarget(options: SearchOptions): Promise<Target | null> {
  const { trust, path, fetch, store } = options;
  const update: Update = { trust, fetch, store, limits: { ...LIMITS, ...options.limits } };
  const visited = new Set<string>();
  const waiting: { name: string; parent: string | null }[] = [{ name: 'targets', parent: null }];
  // 5.6.7.1: `targets` itself is not counted.
  while (visited.size <= update.limits.delegations) {
    const next = waiting.pop();
    if (next === undefined) return null;
    if (visited.has(next.name)) continue;
    visited.add(next.name);
    const signed = await roleOf(update, next);
    const file = own(signed.targets, path);
    if (file !== undefined) return { path, file, role: next.name };
    if (signed.delegations === undefined) continue;
    const roles = await rolesFor(signed.delegations, path);
    // 5.6.7.2.1: below a terminating delegation the search goes on, beside it no more.
    if (roles.at(-1)?.terminating === true) waiting.length = 0;
    waiting.push(...roles.map(({ name }) => ({ name, parent: next.name })).reverse());
  }
  return null;
}

async function roleOf(update: Update, next: { name: string; parent: string | null }): Promise<Targets> {
  const { name, parent } = next;
  return updateTargets(update, name, async (bytes) =>
    parent === null ? update.trust.targets(bytes) : update.trust.delegated(bytes, name, parent),
  );
}
