import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Engine } from './ddl.ts';
import { claimJob, type ClaimedJob, isJobDue } from './job-claim.ts';
import { backoff, errorText, HOLD } from './retry.ts';
import type { JobTable, Schema } from './schema.ts';
import { StoreError } from './errors.ts';
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

export interface JobRun {
  /** 1 at first. */
  attempt: number;
  /** Aborted when the job was taken away, because this process slept too long, or when the caller stops. */
  signal: AbortSignal;
}

/** Does the job, or throws: then it is tried again later. It may see a payload twice, after a crash. */
export type JobHandler = (payload: unknown, run: JobRun) => Promise<void>;

export interface RunOptions {
  /** Stops after the job that runs; a handler that throws then is put back as it was. */
  signal?: AbortSignal;
  /** Told of each attempt that failed; `final` when there will be no other. */
  onError?: (failure: {
    kind: string;
    key: string | null;
    attempt: number;
    final: boolean;
    error: unknown;
  }) => void;
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

export interface JobsOptions {
  db: Kysely<Schema>;
  engine: Engine;
  scopes: Scopes;
  now: () => number;
  random: () => number;
}

/** Attempts before a job is left as failed: about two hours with the waits between them. */
const ATTEMPTS = 8;
const WEEK = 604_800_000;

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
          state: sql<string>`CASE WHEN ${twin(id)} THEN 'done' ELSE 'waiting' END`,
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

/** Whether another job of the same kind and key waits, which does the work of this one as well. */
function twin(id: number) {
  return sql<boolean>`EXISTS (SELECT 1 FROM job AS twin WHERE twin.kind = job.kind AND twin.key = job.key
    AND twin.state = 'waiting' AND twin.id <> ${id})`;
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
  let waiting = db.selectFrom('job').where('state', '=', 'waiting').orderBy('run_at').orderBy('id');
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

async function runDue(
  options: JobsOptions,
  handlers: Record<string, JobHandler>,
  at: number,
  run: RunOptions,
): Promise<number> {
  const { db, engine, now } = options;
  const kinds = Object.keys(handlers);
  let count = 0;
  while (run.signal?.aborted !== true && kinds.length > 0) {
    const wanted = { kinds, at, now: now() };
    // Looked up first, because even an update that finds nothing waits for whoever writes.
    if (!(await isJobDue(db, wanted))) break;
    const job = await claimJob(db, engine, { ...wanted, holder: randomUUID() });
    if (job === null) continue;
    const handler = handlers[job.kind];
    if (handler === undefined) throw new Error(`A job of kind '${job.kind}' was claimed without a handler`);
    await runOne(options, job, handler, run);
    count++;
  }
  if (count > 0) await prune(db, at);
  return count;
}

async function runOne(
  options: JobsOptions,
  job: ClaimedJob,
  handler: JobHandler,
  run: RunOptions,
): Promise<void> {
  if (job.attempts > ATTEMPTS) {
    const error = new Error('The process ended each time that it ran this job');
    run.onError?.({ kind: job.kind, key: job.key, attempt: job.attempts - 1, final: true, error });
    return await fail(options, job, error);
  }
  const lost = new AbortController();
  const signal = run.signal === undefined ? lost.signal : AbortSignal.any([lost.signal, run.signal]);
  const stopRenewing = renew(options, job, lost);
  let failure: { error: unknown } | null = null;
  try {
    await handler(JSON.parse(job.payload_json), { attempt: job.attempts, signal });
  } catch (error) {
    failure = { error };
  } finally {
    await stopRenewing();
  }
  if (failure === null) return await settle(options.db, job, { state: 'done', error: null });
  if (run.signal?.aborted === true) return await putBack(options.db, job);
  const final = job.attempts >= ATTEMPTS;
  run.onError?.({ kind: job.kind, key: job.key, attempt: job.attempts, final, error: failure.error });
  await fail(options, job, failure.error);
}

/** Holds the job while its handler works; aborts when another process has taken it. */
function renew({ db, now }: JobsOptions, job: ClaimedJob, lost: AbortController): () => Promise<void> {
  let beat: Promise<void> = Promise.resolve();
  const renewOnce = async (): Promise<void> => {
    const held = db.updateTable('job').where('id', '=', job.id).where('locked_by', '=', job.holder);
    const { numUpdatedRows } = await held.set({ locked_until: now() + HOLD }).executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) lost.abort(new Error('Another process has taken this job'));
  };
  const timer = setInterval(() => {
    // A failed renewal is no failure of the job: the next one may succeed, and if not, the job is taken over.
    beat = beat.then(renewOnce).catch(() => {});
  }, HOLD / 3);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await beat;
  };
}

type Ending = Pick<JobTable, 'error'> & { state: 'done' | 'failed' };

// Only while the job is still ours: a process that slept through its hold must not undo what another did since.
async function settle(db: Kysely<Schema>, job: ClaimedJob, ending: Ending): Promise<void> {
  const held = db.updateTable('job').where('id', '=', job.id).where('locked_by', '=', job.holder);
  await held.set({ ...ending, locked_until: null, locked_by: null }).execute();
}

async function fail({ db, now, random }: JobsOptions, job: ClaimedJob, reason: unknown): Promise<void> {
  const error = errorText(reason);
  if (job.attempts >= ATTEMPTS) return await settle(db, job, { state: 'failed', error });
  await wait(db, job, { error, run_at: now() + backoff(job.attempts, random) });
}

async function putBack(db: Kysely<Schema>, job: ClaimedJob): Promise<void> {
  await wait(db, job, { attempts: job.attempts - 1 });
}

async function wait(
  db: Kysely<Schema>,
  job: ClaimedJob,
  change: Partial<JobTable & { id: never }>,
): Promise<void> {
  const state = sql<string>`CASE WHEN ${twin(job.id)} THEN 'done' ELSE 'waiting' END`;
  const held = db.updateTable('job').where('id', '=', job.id).where('locked_by', '=', job.holder);
  const query = held.set({ ...change, state, locked_until: null, locked_by: null });
  try {
    await query.execute();
  } catch (error) {
    // The twin came between the look and the change; at the second look it is there.
    if (!(error instanceof StoreError) || error.code !== 'conflict') throw error;
    await query.execute();
  }
}

async function prune(db: Kysely<Schema>, at: number): Promise<void> {
  const old = db
    .selectFrom('job')
    .where('state', '=', 'done')
    .where('created_at', '<', at - WEEK);
  const some = await old.select('id').limit(500).execute();
  if (some.length === 0) return;
  const ids = some.map((row) => row.id);
  await db.deleteFrom('job').where('id', 'in', ids).where('state', '=', 'done').execute();
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
