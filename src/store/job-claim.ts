import { type Kysely, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely';
import type { Engine } from './ddl.ts';
import { StoreError } from './errors.ts';
import { ABSURD, HOLD } from './retry.ts';
import type { Schema } from './schema.ts';

export interface ClaimedJob {
  id: number;
  kind: string;
  key: string | null;
  payload_json: string;
  /** With this one. */
  attempts: number;
  /** Names this claim, and no other of this or another process. */
  holder: string;
}

export interface Wanted {
  kinds: readonly string[];
  /** Jobs due at this time, */
  at: number;
  /** and jobs whose process has let its hold run out by now. */
  now: number;
}

type Jobs = SelectQueryBuilder<Schema, 'job', object>;

/** Whether a claim would find something, without waiting for anybody. */
export async function isJobDue(db: Kysely<Schema>, wanted: Wanted): Promise<boolean> {
  for (const query of [abandoned(db, wanted), due(db, wanted)])
    if ((await query.select('job.id').limit(1).executeTakeFirst()) !== undefined) return true;
  return false;
}

/** Takes one job for this holder; null when another process was quicker. */
export async function claimJob(
  db: Kysely<Schema>,
  engine: Engine,
  wanted: Wanted & { holder: string },
): Promise<ClaimedJob | null> {
  try {
    return (
      (await take(db, engine, wanted, abandoned(db, wanted))) ??
      (await take(db, engine, wanted, due(db, wanted)))
    );
  } catch (error) {
    // Two processes at once for one key: the index lets one of them through.
    if (error instanceof StoreError && error.code === 'conflict') return null;
    throw error;
  }
}

async function take(
  db: Kysely<Schema>,
  engine: Engine,
  { holder, now }: Wanted & { holder: string },
  jobs: Jobs,
): Promise<ClaimedJob | null> {
  const first = jobs.select('job.id').limit(1);
  const claimed = await db
    .updateTable('job')
    .set({ state: 'running', attempts: sql`attempts + 1`, locked_until: now + HOLD, locked_by: holder })
    .where('id', '=', engine === 'postgres' ? first.forUpdate().skipLocked() : first)
    .returning(['id', 'kind', 'key', 'payload_json', 'attempts'])
    .executeTakeFirst();
  return claimed === undefined ? null : { ...claimed, holder };
}

function abandoned(db: Kysely<Schema>, { kinds, now }: Wanted): Jobs {
  return db
    .selectFrom('job')
    .where('job.state', '=', 'running')
    .where('job.kind', 'in', kinds)
    .where((eb) => eb.or([eb('job.locked_until', '<=', now), eb('job.locked_until', '>', now + ABSURD)]))
    .orderBy('job.run_at')
    .orderBy('job.id');
}

function due(db: Kysely<Schema>, { kinds, at }: Wanted): Jobs {
  return db
    .selectFrom('job')
    .where('job.state', '=', 'waiting')
    .where('job.run_at', '<=', at)
    .where('job.kind', 'in', kinds)
    .where(noTwinRuns)
    .orderBy('job.run_at')
    .orderBy('job.id');
}

/** Whether another job of the same kind and key waits, which does the work of this one as well. */
export function twinWaits(id: number): RawBuilder<boolean> {
  return sql<boolean>`EXISTS (SELECT 1 FROM job AS twin WHERE twin.kind = job.kind AND twin.key = job.key
    AND twin.state = 'waiting' AND twin.id <> ${id})`;
}

/** Whether no other job of the same kind and key is under way. */
export const noTwinRuns = sql<boolean>`NOT EXISTS (SELECT 1 FROM job AS twin
  WHERE twin.kind = job.kind AND twin.key = job.key AND twin.state = 'running')`;
