import { type Kysely, sql } from 'kysely';
import { noTwinRuns, twinWaits } from './job-claim.ts';
import { type JobHandler, runDue, type RunnerOptions, type RunOptions } from './job-run.ts';
import type { JobTable, Schema } from './schema.ts';
import type { Scopes } from './scope.ts';

export interface NewJob {
  kind: string;
  /** At most one job of this kind and key waits: a second one replaces its payload. Default: may repeat. */
  key?: string;
  /** Anything that JSON keeps. */
  payload?: unknown;
  /** Milliseconds since 1970. */
  runAt: number;
  /** Takes `runAt` from this one even where the job that waits is due earlier. Default: the earlier holds. */
  replace?: boolean;
}

export interface JobState {
  id: number;
  kind: string;
  key: string | null;
  payload: unknown;
  runAt: number;
  state: 'waiting' | 'running' | 'done' | 'failed';
  attempts: number;
  error: string | null;
}

export interface Jobs {
  /** Leaves a job, as part of the transaction that it is called in. `db` is that transaction's handle. */
  add(job: NewJob, db?: Kysely<Schema>): Promise<void>;
  /** Removes the job of this kind and key that waits; returns whether there was one. */
  cancel(kind: string, key: string, db?: Kysely<Schema>): Promise<boolean>;
  /**
   * Runs, one after another and the most overdue first, every job that is due at `at` and whose kind has a handler;
   * each is run by one process alone. A handler that throws is tried again up to 8 times. Returns how many ran.
   */
  runDue(handlers: Record<string, JobHandler>, at: number, options?: RunOptions): Promise<number>;
  /** When there will be something to run, for these kinds or for any; null when nothing waits. */
  next(kinds?: readonly string[]): Promise<number | null>;
  /** Tells of each job that this process adds, once it is committed; returns the function that ends this. */
  watch(listener: (kind: string, runAt: number) => void): () => void;
  list(filter?: { state?: JobState['state']; kind?: string; limit?: number }): Promise<JobState[]>;
  /** Lets a failed job run again at `at`; false when there is no such job. */
  retry(id: number, at: number): Promise<boolean>;
}

export interface JobsOptions extends RunnerOptions {
  scopes: Scopes;
}

export function createJobs(options: JobsOptions): Jobs {
  const { db, scopes, now } = options;
  const listeners = new Set<(kind: string, runAt: number) => void>();
  const tell = (kind: string, runAt: number): void => {
    for (const listener of listeners) listener(kind, runAt);
  };
  return {
    async add(job, within = db) {
      await insertJob(within, job, now());
      const call = (): void => tell(job.kind, job.runAt);
      const scope = scopes.current;
      if (scope === null) call();
      else scope.after.push(call);
    },
    async cancel(kind, key, within = db) {
      const waiting = within.deleteFrom('job').where('state', '=', 'waiting');
      const { numDeletedRows } = await waiting
        .where('kind', '=', kind)
        .where('key', '=', key)
        .executeTakeFirstOrThrow();
      return numDeletedRows > 0n;
    },
    runDue: (handlers, at, run = {}) => runDue(options, handlers, at, run),
    next: (kinds) => nextTime(db, kinds),
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async list({ state, kind, limit = 100 } = {}) {
      let query = db.selectFrom('job').selectAll().orderBy('id', 'desc').limit(limit);
      if (state !== undefined) query = query.where('state', '=', state);
      if (kind !== undefined) query = query.where('kind', '=', kind);
      return (await query.execute()).map(asState);
    },
    async retry(id, at) {
      const failed = db.updateTable('job').where('id', '=', id).where('state', '=', 'failed');
      const again = await failed
        .set({
          state: sql<string>`CASE WHEN ${twinWaits(id)} THEN 'done' ELSE 'waiting' END`,
          run_at: at,
          attempts: 0,
        })
        .returning('kind')
        .executeTakeFirst();
      if (again !== undefined) tell(again.kind, at);
      return again !== undefined;
    },
  };
}

async function insertJob(db: Kysely<Schema>, job: NewJob, at: number): Promise<void> {
  const { kind, key = null, payload = null, runAt, replace = false } = job;
  const later = sql<number>`CASE WHEN job.run_at < excluded.run_at THEN job.run_at ELSE excluded.run_at END`;
  await db
    .insertInto('job')
    .values({
      kind,
      key,
      payload_json: JSON.stringify(payload),
      run_at: runAt,
      state: 'waiting',
      attempts: 0,
      locked_until: null,
      locked_by: null,
      error: null,
      created_at: at,
    })
    // The condition has to stand as text, or PostgreSQL does not find the index that it is about.
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'key'])
        .where(sql<boolean>`state = 'waiting' AND key IS NOT NULL`)
        .doUpdateSet({
          payload_json: sql`excluded.payload_json`,
          run_at: replace ? sql`excluded.run_at` : later,
          attempts: 0,
        }),
    )
    .execute();
}

async function nextTime(db: Kysely<Schema>, kinds?: readonly string[]): Promise<number | null> {
  if (kinds?.length === 0) return null;
  let waiting = db
    .selectFrom('job')
    .where('state', '=', 'waiting')
    .where(noTwinRuns)
    .orderBy('run_at')
    .orderBy('id');
  let running = db.selectFrom('job').where('state', '=', 'running');
  if (kinds !== undefined) {
    waiting = waiting.where('kind', 'in', kinds);
    running = running.where('kind', 'in', kinds);
  }
  const due = await waiting.select('run_at').limit(1).executeTakeFirst();
  const held = await running.select((eb) => eb.fn.min('locked_until').as('until')).executeTakeFirst();
  const times = [due?.run_at, held?.until].filter((time) => typeof time === 'number');
  return times.length === 0 ? null : Math.min(...times);
}

function asState(row: { id: number } & Omit<JobTable, 'id'>): JobState {
  const { id, kind, key, attempts, error } = row;
  return {
    id,
    kind,
    key,
    attempts,
    error,
    runAt: row.run_at,
    payload: JSON.parse(row.payload_json),
    state: stateOf(row.state),
  };
}

function stateOf(state: string): JobState['state'] {
  if (state === 'waiting' || state === 'running' || state === 'done' || state === 'failed') return state;
  throw new Error(`A job has the unknown state '${state}'`);
}
