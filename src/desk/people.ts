/** Accounts and one-time links, for the desk's own API and for the command line. */
import type { Store } from '#store';
import { ROLES, type Role } from './permissions.ts';
import { hashOf, isSecret, newName, newSecret } from './secrets.ts';

export type Account = {
  id: string;
  name: string;
  roles: Role[];
  createdAt: number;
  /** When it was closed; null while the person may sign in. */
  closedAt: number | null;
};

export type AccountRow = Account & { passkeys: number; sessions: number };

export type Link = { secret: string; account: Account; expiresAt: number };

/** Milliseconds that a one-time link stands. */
export const LINK_LIFE = 86_400_000;

/** Everybody who has or had an account, by name. */
export async function listAccounts(store: Store): Promise<AccountRow[]> {
  const rows = await store.db
    .selectFrom('account')
    .selectAll()
    .select((is) => [
      is
        .selectFrom('passkey')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .whereRef('passkey.account', '=', 'account.id')
        .as('passkeys'),
      is
        .selectFrom('session')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .whereRef('session.account', '=', 'account.id')
        .as('sessions'),
    ])
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    ...accountFrom(row),
    passkeys: Number(row.passkeys ?? 0),
    sessions: Number(row.sessions ?? 0),
  }));
}

export async function accountOf(store: Store, id: string): Promise<Account | null> {
  const row = await store.db.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? accountFrom(row) : null;
}

/** Finds by name as people write it: letter case and spaces around it do not count. */
export async function accountNamed(store: Store, name: string): Promise<Account | null> {
  const wanted = plain(name);
  return (await listAccounts(store)).find((account) => plain(account.name) === wanted) ?? null;
}

const plain = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();

export async function addAccount(
  store: Store,
  { name, roles, at }: { name: string; roles: readonly Role[]; at: number },
): Promise<Account> {
  const account: Account = {
    id: newName(),
    name: name.trim().replace(/\s+/g, ' '),
    roles: sorted(roles),
    createdAt: at,
    closedAt: null,
  };
  await store.db
    .insertInto('account')
    .values({
      id: account.id,
      name: account.name,
      roles_json: JSON.stringify(account.roles),
      created_at: at,
      closed_at: null,
    })
    .execute();
  return account;
}

/** Changes what is given. Closing an account ends its sessions and links and forgets its passkeys. */
export async function changeAccount(
  store: Store,
  id: string,
  change: { name?: string; roles?: readonly Role[]; closedAt?: number | null },
): Promise<Account | null> {
  return store.transaction(async (db) => {
    const { name, roles, closedAt } = change;
    await db
      .updateTable('account')
      .set({
        ...(name !== undefined && { name: name.trim().replace(/\s+/g, ' ') }),
        ...(roles !== undefined && { roles_json: JSON.stringify(sorted(roles)) }),
        ...(closedAt !== undefined && { closed_at: closedAt }),
        id,
      })
      .where('id', '=', id)
      .execute();
    if (closedAt !== undefined && closedAt !== null) {
      for (const table of ['session', 'sign_in_link', 'passkey'] as const)
        await db.deleteFrom(table).where('account', '=', id).execute();
    }
    return accountOf(store, id);
  });
}

/** A link with which somebody signs in once. Links that were made for the account before open nothing any more. */
export async function makeLink(
  store: Store,
  { account, at, life = LINK_LIFE }: { account: Account; at: number; life?: number },
): Promise<Link> {
  const secret = newSecret();
  const expiresAt = at + life;
  await store.transaction(async (db) => {
    await db
      .deleteFrom('sign_in_link')
      .where((is) => is.or([is('account', '=', account.id), is('expires_at', '<=', at)]))
      .execute();
    await db
      .insertInto('sign_in_link')
      .values({ secret_hash: hashOf(secret), account: account.id, created_at: at, expires_at: expiresAt })
      .execute();
  });
  return { secret, account, expiresAt };
}

/** The account that a link is for; the link is used up. Null for one that was used, ran out or never was. */
export async function takeLink(store: Store, secret: string, at: number): Promise<Account | null> {
  if (!isSecret(secret)) return null;
  return store.transaction(async (db) => {
    const row = await db
      .deleteFrom('sign_in_link')
      .where('secret_hash', '=', hashOf(secret))
      // One that ran out costs as little time as one that never was.
      .where('expires_at', '>', at)
      .returning('account')
      .executeTakeFirst();
    if (!row) return null;
    const account = await accountOf(store, row.account);
    return account?.closedAt === null ? account : null;
  });
}

/** The address that opens a link. What follows `#` is sent to no server, so no proxy writes it down. */
export const linkAddress = (desk: string, secret: string): string => `${desk}/link#${secret}`;

function accountFrom(row: {
  id: string;
  name: string;
  roles_json: string;
  created_at: number;
  closed_at: number | null;
}): Account {
  const roles = JSON.parse(row.roles_json) as string[];
  return {
    id: row.id,
    name: row.name,
    roles: ROLES.filter((role) => roles.includes(role)),
    createdAt: row.created_at,
    closedAt: row.closed_at,
  };
}

const sorted = (roles: readonly Role[]): Role[] => ROLES.filter((role) => roles.includes(role));
