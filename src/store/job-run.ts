import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Engine } from './ddl.ts';
import { StoreError } from './errors.ts';
import { claimJob, type ClaimedJob, isJobDue, twinWaits } from './job-claim.ts';
import { backoff, errorText, HOLD } from './retry.ts';
import type { JobTable, Schema } from './schema.ts';

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
  /**
   * Milliseconds that a job of these kinds may wait. What waits for longer was left by a clock that ran ahead, and is
   * due at once. Not for kinds that are planned by the calendar. Default: as long as it likes.
   */
  longest?: number | undefined;
  /** Told of each attempt that failed; `final` when there will be no other. */
  onError?: (failure: {
    kind: string;
    key: string | null;
    attempt: number;
    final: boolean;
    error: unknown;
  }) => void;
}

export interface RunnerOptions {
  db: Kysely<Schema>;
  engine: Engine;
  now: () => number;
  random: () => number;
}

/** Attempts before a job is left as failed: about two hours with the waits between them. */
const ATTEMPTS = 8;
const WEEK = 604_800_000;

/** Runs what is due at `at` and has a handler; returns how many ran. */
export async function runDue(
  options: RunnerOptions,
  handlers: Record<string, JobHandler>,
  at: number,
  run: RunOptions,
): Promise<number> {
  const { db, engine, now } = options;
  const kinds = Object.keys(handlers);
  let count = 0;
  while (run.signal?.aborted !== true && kinds.length > 0) {
    const wanted = { kinds, at, now: now(), longest: run.longest };
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
  options: RunnerOptions,
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
function renew({ db, now }: RunnerOptions, job: ClaimedJob, lost: AbortController): () => Promise<void> {
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

async function fail({ db, now, random }: RunnerOptions, job: ClaimedJob, reason: unknown): Promise<void> {
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
  const state = sql<string>`CASE WHEN ${twinWaits(job.id)} THEN 'done' ELSE 'waiting' END`;
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
