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
  /** and jobs whose process has let its hold run out by now, */
  now: number;
  /** and jobs that wait for longer than this many milliseconds: a clock that ran ahead left them. */
  longest?: number | undefined;
}

type Jobs = SelectQueryBuilder<Schema, 'job', object>;

/** Whether a claim would find something, without waiting for anybody. */
export async function isJobDue(db: Kysely<Schema>, wanted: Wanted): Promise<boolean> {
  for (const query of toBeDone(db, wanted))
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
    for (const query of toBeDone(db, wanted)) {
      const claimed = await take(db, engine, wanted, query);
      if (claimed !== null) return claimed;
    }
    return null;
  } catch (error) {
    // Two processes at once for one key: the index lets one of them through.
    if (error instanceof StoreError && error.code === 'conflict') return null;
    throw error;
  }
}

/** What a claim looks for, in this order. */
function toBeDone(db: Kysely<Schema>, wanted: Wanted): Jobs[] {
  const { longest } = wanted;
  const asked = [abandoned(db, wanted), due(db, wanted)];
  return longest === undefined ? asked : [...asked, strayed(db, { ...wanted, longest })];
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

const due = (db: Kysely<Schema>, wanted: Wanted): Jobs =>
  waiting(db, wanted).where('job.run_at', '<=', wanted.at);

const strayed = (db: Kysely<Schema>, wanted: Wanted & { longest: number }): Jobs =>
  waiting(db, wanted).where('job.run_at', '>', wanted.at + wanted.longest);

function waiting(db: Kysely<Schema>, { kinds }: Wanted): Jobs {
  return db
    .selectFrom('job')
    .where('job.state', '=', 'waiting')
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
