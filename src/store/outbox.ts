import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { Engine } from './ddl.ts';
import { backoff, errorText, HOLD } from './retry.ts';
import type { Schema } from './schema.ts';

export interface NewEntry {
  kind: string;
  /** Entries of one kind and key leave in the order in which they came. Default: in no order. */
  key?: string;
  /** Anything that JSON keeps. */
  payload: unknown;
  /** Milliseconds since 1970; not sent before. Default now. */
  sendAt?: number;
}

/** Sends the payload, or throws: then it is tried again later, and an hour apart in the end. May see one twice. */
export type Sender = (payload: unknown, entry: { id: number; attempt: number }) => Promise<void>;

export interface DrainOptions {
  signal?: AbortSignal;
  onError?: (failure: { id: number; kind: string; attempt: number; error: unknown }) => void;
}

export interface Outbox {
  /** Leaves an entry as part of the transaction that it is called in. `db` is that transaction's handle. */
  append(entry: NewEntry, db?: Kysely<Schema>): Promise<void>;
  /** Sends what is due at `at` and has a sender; each entry by one process alone. Returns how many were sent. */
  drain(senders: Record<string, Sender>, at: number, options?: DrainOptions): Promise<number>;
  /** When there will be something to send, of these kinds or of any; null when nothing is left. */
  next(kinds?: readonly string[]): Promise<number | null>;
  /** How many of a kind are left, since when the oldest, and what the last attempt at the one most tried said. */
  waiting(kind: string): Promise<{ count: number; since: number | null; error: string | null }>;
  /** Takes back all that waits under a key, as part of the transaction that it is called in. @returns how many */
  withdraw(key: string, db?: Kysely<Schema>): Promise<number>;
  /** Gives an entry up; false when there is none. */
  drop(id: number): Promise<boolean>;
}

export interface OutboxOptions {
  db: Kysely<Schema>;
  engine: Engine;
  now: () => number;
  random: () => number;
}

/** Milliseconds that one sending may take before another process tries the entry too. */
const SENDING = 4 * HOLD;

interface Taken {
  id: number;
  kind: string;
  payload_json: string;
  attempts: number;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { db, now } = options;
  return {
    async append({ kind, key = null, payload, sendAt }, within = db) {
      const at = now();
      const times = { created_at: at, next_at: sendAt ?? at, attempts: 0, error: null };
      await within
        .insertInto('outbox')
        .values({ kind, key, payload_json: JSON.stringify(payload), ...times })
        .execute();
    },
    drain: (senders, at, run = {}) => drain(options, senders, at, run),
    async next(kinds) {
      if (kinds?.length === 0) return null;
      const first = db.selectFrom('outbox as entry').where(isFirst);
      const wanted = kinds === undefined ? first : first.where('entry.kind', 'in', kinds);
      const row = await wanted.select((eb) => eb.fn.min('entry.next_at').as('at')).executeTakeFirst();
      return row?.at ?? null;
    },
    async waiting(kind) {
      const all = await db
        .selectFrom('outbox')
        .select(({ fn }) => [fn.countAll<number | string>().as('count'), fn.min('created_at').as('since')])
        .where('kind', '=', kind)
        .executeTakeFirstOrThrow();
      const tried = await db
        .selectFrom('outbox')
        .select('error')
        .where('kind', '=', kind)
        .where('error', 'is not', null)
        .orderBy('attempts', 'desc')
        .limit(1)
        .executeTakeFirst();
      return { count: Number(all.count), since: all.since, error: tried?.error ?? null };
    },
    async withdraw(key, within = db) {
      const { numDeletedRows } = await within
        .deleteFrom('outbox')
        .where('key', '=', key)
        .executeTakeFirstOrThrow();
      return Number(numDeletedRows);
    },
    async drop(id) {
      const { numDeletedRows } = await db.deleteFrom('outbox').where('id', '=', id).executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    },
  };
}

async function drain(
  options: OutboxOptions,
  senders: Record<string, Sender>,
  at: number,
  { signal, onError }: DrainOptions,
): Promise<number> {
  const kinds = Object.keys(senders);
  let sent = 0;
  while (signal?.aborted !== true && kinds.length > 0) {
    if ((await due(options.db, kinds, at).select('entry.id').limit(1).executeTakeFirst()) === undefined)
      break;
    const entry = await take(options, kinds, at);
    if (entry === null) continue;
    const sender = senders[entry.kind];
    if (sender === undefined) throw new Error(`An entry of kind '${entry.kind}' was taken without a sender`);
    const failure = await send(sender, entry);
    if (failure === null) sent++;
    else onError?.({ id: entry.id, kind: entry.kind, attempt: entry.attempts, error: failure.error });
    await settle(options, entry, failure);
  }
  return sent;
}

async function send(sender: Sender, entry: Taken): Promise<{ error: unknown } | null> {
  try {
    await sender(JSON.parse(entry.payload_json), { id: entry.id, attempt: entry.attempts });
    return null;
  } catch (error) {
    return { error };
  }
}

// The number of attempts tells whether the entry is still ours: who takes it raises it.
async function settle(
  { db, now, random }: OutboxOptions,
  entry: Taken,
  failure: { error: unknown } | null,
): Promise<void> {
  const { id, attempts } = entry;
  if (failure === null) {
    await db.deleteFrom('outbox').where('id', '=', id).where('attempts', '=', attempts).execute();
    return;
  }
  const later = { next_at: now() + backoff(attempts, random), error: errorText(failure.error) };
  await db.updateTable('outbox').set(later).where('id', '=', id).where('attempts', '=', attempts).execute();
}

type Entries = SelectQueryBuilder<Schema & { entry: Schema['outbox'] }, 'entry', object>;

/** Whether no earlier entry of the same kind and key is left. */
const isFirst = sql<boolean>`NOT EXISTS (SELECT 1 FROM outbox AS earlier
  WHERE earlier.kind = entry.kind AND earlier.key = entry.key AND earlier.id < entry.id)`;

function due(db: Kysely<Schema>, kinds: readonly string[], at: number): Entries {
  return db
    .selectFrom('outbox as entry')
    .where('entry.next_at', '<=', at)
    .where('entry.kind', 'in', kinds)
    .where(isFirst)
    .orderBy('entry.next_at')
    .orderBy('entry.id');
}

async function take(
  { db, engine, now }: OutboxOptions,
  kinds: readonly string[],
  at: number,
): Promise<Taken | null> {
  const first = due(db, kinds, at).select('entry.id').limit(1);
  const taken = await db
    .updateTable('outbox')
    // Never at or before `at`, or this very drain would take it again.
    .set({ attempts: sql`attempts + 1`, next_at: Math.max(now(), at) + SENDING })
    .where('id', '=', engine === 'postgres' ? first.forUpdate().skipLocked() : first)
    .returning(['id', 'kind', 'payload_json', 'attempts'])
    .executeTakeFirst();
  return taken ?? null;
}
