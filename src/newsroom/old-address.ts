import { sql } from 'kysely';
import type { Room } from './room.ts';

/** As editions hold names: bytes of UTF-8 in one of them, and in a whole path. */
const LONGEST = { name: 255, path: 1000 };

/** What some file system, some address or some reader's eye cannot take; editions refuse it too. U+200C and U+200D stay. */
const UNUSABLE =
  /[\p{Cc}"#%*:<>?\\\|\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\p{Cs}\p{Noncharacter_Code_Point}]/v;

/** At the root these belong to the server and to the edition itself. */
const OURS = /^(?:(?:-|o|n|media|edition)\/|\.longwave)/i;

/** Endings of files that an edition has: a folder of such a name would stand where a file may. */
const FOLDER_LIKE_FILE = /\.(?:html?|xml|json|txt|svg|css|js|jpe?g|avif|png|woff2)\//i;

/** Where pages of our own may stand. With capitals in it, an old address would be one of them but for these. */
const OWN_SHAPE =
  /^(?:text\/)?(?:[a-z]{2,3}(?:-[a-z0-9]+)*\/)?(?:[^\/]+\.[a-z0-9]+|(?:section|tag|series|author|latest|corrections|sitemap)\/.*|\d{4}\/\d{2}\/\d{2}\/[^\/]+\.html)$/v;

/** An old address as the file that answers for it: `/old/a/` → `old/a/index.html`; null when no file can. */
export function filePathOf(address: string): string | null {
  let path = address.replace(/^https?:\/\/[^/]*/i, '').replace(/#.*$/s, '');
  if (path.includes('?')) return null;
  try {
    path = decodeURIComponent(path);
  } catch {
    return null;
  }
  path = path.replace(/^\/+/, '').normalize('NFC');
  const last = path.split('/').at(-1) ?? '';
  if (!/\.[a-z0-9]{1,8}$/i.test(last)) path = last === '' ? `${path}index.html` : `${path}/index.html`;
  if (UNUSABLE.test(path) || OURS.test(path) || FOLDER_LIKE_FILE.test(path)) return null;
  if (Buffer.byteLength(path) > LONGEST.path || path.split('/').some(isUnusable)) return null;
  const lower = lowered(path);
  if (lower.toLowerCase() !== lower) return null;
  return lower !== path && OWN_SHAPE.test(lower) ? null : path;
}

function isUnusable(name: string): boolean {
  return name === '' || /^ |[ .]$/.test(name) || Buffer.byteLength(name) > LONGEST.name;
}

/** Editions tell no files apart by the capitals of A to Z, and have none of other scripts. */
function lowered(path: string): string {
  return path.replace(/[A-Z]+/g, (found) => found.toLowerCase());
}

const CAPITALS = 'redirect.capitals';

/**
 * The old address that stands where this one would have to: the same but for capitals, a file where this one needs a
 * folder, or a folder where it is a file. Null when there is none. Call it before the address is added.
 */
export async function clashOf(room: Room, path: string): Promise<string | null> {
  const folders = path.split('/').map((_, at, names) => names.slice(0, at).join('/'));
  const files = folders.filter((folder) => /\.[a-z0-9]{1,8}$/i.test(folder));
  const above =
    files.length === 0 ? null : await first(room, sql<boolean>`from_path in (${sql.join(files)})`);
  if (above !== null) return above;
  // Below a page of ours or an index there is nothing: no folder has such a name.
  if (!FOLDER_LIKE_FILE.test(`${path}/`)) {
    const below = await first(room, sql<boolean>`substr(from_path, 1, ${path.length + 1}) = ${`${path}/`}`);
    if (below !== null) return below;
  }
  const has = lowered(path) !== path;
  // Old addresses have capitals rarely: only where there are some does it take a look at all of them.
  if (has) await remember(room);
  else if (!(await anyCapitals(room))) return null;
  return first(room, sql<boolean>`lower(from_path) = ${lowered(path)} and from_path <> ${path}`);
}

async function first(room: Room, where: ReturnType<typeof sql<boolean>>): Promise<string | null> {
  const row = await room.db
    .selectFrom('redirect')
    .select('from_path')
    .where(where)
    .limit(1)
    .executeTakeFirst();
  return row?.from_path ?? null;
}

async function remember(room: Room): Promise<void> {
  await room.db
    .insertInto('setting')
    .values({ key: CAPITALS, value_json: 'true', changed_at: room.now() })
    .onConflict((same) => same.column('key').doNothing())
    .execute();
}

async function anyCapitals(room: Room): Promise<boolean> {
  const row = await room.db
    .selectFrom('setting')
    .select('key')
    .where('key', '=', CAPITALS)
    .executeTakeFirst();
  return row !== undefined;
}
