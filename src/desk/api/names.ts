import type { Revision } from '#newsroom';
import type { Parts } from './parts.ts';

/** Names of accounts by id. */
export async function namesOf({ store }: Parts): Promise<Map<string, string>> {
  const rows = await store.db.selectFrom('account').select(['id', 'name']).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** A revision as colleagues see it: a name in place of an account. */
export type RevisionView = Omit<Revision, 'account'> & { by: string | null };

export function revisionView(
  { account, ...revision }: Revision,
  names: ReadonlyMap<string, string>,
): RevisionView {
  return { ...revision, by: account === null ? null : (names.get(account) ?? null) };
}

/** Anything with an account, with the name in its place. */
export function named<T extends { account: string | null }>(
  { account, ...rest }: T,
  names: ReadonlyMap<string, string>,
): Omit<T, 'account'> & { by: string | null } {
  return { ...rest, by: account === null ? null : (names.get(account) ?? null) };
}
