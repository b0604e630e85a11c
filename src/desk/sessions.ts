import type { Store } from '#store';
import { withReserve } from './reserve.ts';
import { accountOf, type Account } from './people.ts';
import { hashOf, isSecret, newName, newSecret } from './secrets.ts';

export type Session = {
  id: string;
  account: string;
  /** `Firefox, Linux`. */
  browser: string;
  createdAt: number;
  /** To the hour. */
  usedAt: number;
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A session ends this long after signing in, */
export const SESSION_LIFE = 30 * DAY;
/** and this long after it was last used. */
export const SESSION_IDLE = 7 * DAY;

/** Only the hour is kept: the minute would tell who did what is not to be known. */
const hourOf = (at: number): number => Math.floor(at / HOUR) * HOUR;

export async function beginSession(
  store: Store,
  { account, browser, at }: { account: string; browser: string; at: number },
): Promise<{ secret: string; session: Session }> {
  const secret = newSecret();
  const session: Session = { id: newName(), account, browser, createdAt: hourOf(at), usedAt: hourOf(at) };
  await store.transaction(async (db) => {
    await db
      .deleteFrom('session')
      .where('created_at', '<=', at - SESSION_LIFE)
      .execute();
    await db
      .insertInto('session')
      .values({
        id: session.id,
        secret_hash: hashOf(secret),
        account,
        browser,
        created_at: session.createdAt,
        used_at: session.usedAt,
      })
      .execute();
  });
  return { secret, session };
}

/** The session of a cookie with its account; null when it ended or ran out, or the account was closed. */
export async function sessionOf(
  store: Store,
  secret: string,
  at: number,
): Promise<{ session: Session; account: Account } | null> {
  if (!isSecret(secret)) return null;
  const row = await store.db
    .selectFrom('session')
    .selectAll()
    .where('secret_hash', '=', hashOf(secret))
    .executeTakeFirst();
  if (!row || row.created_at + SESSION_LIFE <= at || row.used_at + SESSION_IDLE <= at) return null;
  const account = await accountOf(store, row.account);
  if (account?.closedAt !== null) return null;
  if (hourOf(at) > row.used_at)
    await store.db
      .updateTable('session')
      .set({ used_at: hourOf(at) })
      .where('id', '=', row.id)
      .execute();
  return { session: sessionFrom(row), account };
}

/** Last used first. */
export async function listSessions(store: Store, account?: string): Promise<Session[]> {
  let query = store.db.selectFrom('session').selectAll().orderBy('used_at', 'desc').orderBy('id');
  if (account !== undefined) query = query.where('account', '=', account);
  return (await query.execute()).map(sessionFrom);
}

/** Ends sessions: one, those of an account, or all. Returns how many. */
export async function endSessions(
  store: Store,
  which: { id?: string; account?: string } = {},
): Promise<number> {
  let query = store.db.deleteFrom('session');
  if (which.id !== undefined) query = query.where('id', '=', which.id);
  if (which.account !== undefined) query = query.where('account', '=', which.account);
  return Number((await query.executeTakeFirst()).numDeletedRows);
}

/**
 * Ends every session, voids every link and frees every story: for the minute in which a device was taken. It works on a
 * full disk too, see `reserve.ts`.
 *
 * @param folder the data folder
 * @param note writes down who pressed it; with the rest or not at all
 */
export async function panic(
  store: Store,
  folder: string,
  note: () => Promise<void> = () => Promise.resolve(),
): Promise<{ sessions: number; links: number }> {
  const end = async (db: Store['db']) => {
    await note();
    const sessions = await endSessions(store);
    const { numDeletedRows } = await db.deleteFrom('sign_in_link').executeTakeFirst();
    await db.deleteFrom('story_lock').execute();
    await db.deleteFrom('preview_link').execute();
    return { sessions, links: Number(numDeletedRows) };
  };
  return withReserve(folder, () => store.transaction(end));
}

const BROWSERS: [RegExp, string][] = [
  [/\bFirefox\//, 'Firefox'],
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\b(HeadlessChrome|Chrome|Chromium|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

/** Enough for a person to tell two devices apart, and too little for anybody else. */
export function browserName(agent: string): string {
  const of = (table: [RegExp, string][]): string | undefined => table.find(([sign]) => sign.test(agent))?.[1];
  return [of(BROWSERS) ?? 'Browser', of(SYSTEMS)].filter(Boolean).join(', ');
}

function sessionFrom(row: {
  id: string;
  account: string;
  browser: string;
  created_at: number;
  used_at: number;
}): Session {
  const { id, account, browser } = row;
  return { id, account, browser, createdAt: row.created_at, usedAt: row.used_at };
}
