import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import type { Depot } from '#depot';
import type { DeskOptions, KeyState, PressedEdition } from '#desk';
import type { Newsroom } from '#newsroom';
import type { Origin } from '#origin';
import type { Store } from '#store';
import { childFile, runChild } from './child.ts';
import { startClock, type Clock } from './clock.ts';
import { openHappenings, type Happenings } from './happenings.ts';
import { startCounting } from './counting.ts';
import { signingKeys, UNSIGNED } from './keys/newsroom.ts';
import type { OpenKeys } from './keys/open.ts';
import { renewalDue, startRenewal } from './keys/renewal.ts';
import { keepMirrors } from './mirror/standing.ts';
import { openStoreOf } from './open.ts';
import { keepMail } from './mail/standing.ts';
import { moneyOf } from './support/desk-money.ts';
import { keepSupport } from './support/keep.ts';
import { standingProbe } from './mirror/standing-probe.ts';
import { gapOf, onionAddress, standingOf, supportOf } from './pressing.ts';
import { newsroomExists } from './place.ts';
import type { Call } from './call.ts';

export type House = {
  store: Store;
  newsroom: Newsroom;
  /** Makes the next edition from what is public now; one at a time. */
  press: () => Promise<PressedEdition>;
  keys: () => Promise<KeyState[]>;
  editions: NonNullable<DeskOptions['editions']>;
  happenings: Happenings['listen'];
  money: NonNullable<DeskOptions['money']>;
  saying: NonNullable<DeskOptions['saying']>;
  /** Whether what falls due is done. */
  running: () => boolean;
  stop(): Promise<void>;
};

/** Kinds of jobs that decode pictures: they run in a process of their own, whose memory goes when it ends. */
const HEAVY = ['media.render'];
/** Milliseconds that work which is to be done at once may wait, also after it failed seven times: an hour and a quarter. */
const AT_ONCE = 2 * 3_600_000;

const IDLE_MS = 3_000;

/** A press of more pages than this is another process's: a story with its lists and feeds takes some forty. */
const PRESSED_HERE = 60;

/**
 * What the server does beside serving: keeps the clock, so that stories go live and notices turn on time, presses what
 * changed, and has pictures rendered.
 */
export async function keepHouse(
  call: Call,
  parts: { depot: Depot; origin: Origin; giveBack: () => void },
): Promise<House> {
  const { settings, out, now } = call;
  newsroomExists(settings);
  const [{ openNewsroom }, { countEditions, press, signAgain }, store] = await Promise.all([
    import('#newsroom'),
    import('#press'),
    openStoreOf(settings, now),
  ]);
  const newsroom = await openNewsroom({ store, folder: settings.data, now, random: Math.random }).catch(
    async (error: unknown) => {
      await store.close();
      throw error;
    },
  );
  const failed = (error: unknown): void =>
    out.note(`A job failed: ${error instanceof Error ? error.message : String(error)}`);
  const keysNow = async (): Promise<OpenKeys | null> => {
    const site = await newsroom.site.get();
    return site === null ? null : signingKeys(settings, site);
  };
  const pressChanges = inTurn(async (): Promise<PressedEdition> => {
    const { depot } = parts;
    const sign = await keysNow();
    const { databaseUrl, data: folder } = settings;
    const report = await press({
      newsroom,
      depot,
      at: now(),
      databaseUrl,
      folder,
      threads: 1,
      atMost: PRESSED_HERE,
      count: countEditions(store),
      standing: standingOf(call, { newsroom, store }),
      gap: gapOf(call, { store }),
      support: supportOf(call, { newsroom, store }),
      onion: onionAddress(settings),
      ...(sign ? { sign } : {}),
    });
    if (report.how === 'beyond') {
      out.note(
        `Much changed: it is pressed in the background; readers get edition ${report.edition} meanwhile`,
      );
      await runChild(['press']);
      out.note(`Edition ${depot.head()?.edition ?? 0} is pressed`);
    }
    parts.origin.reload();
    parts.giveBack();
    return { edition: depot.head()?.edition ?? null, how: report.how };
  });
  const light = Object.fromEntries(
    Object.entries(newsroom.handlers).filter(([kind]) => !HEAVY.includes(kind)),
  );
  const happenings = openHappenings();
  const { 'story.due': due = () => Promise.resolve() } = newsroom.handlers;
  const clockwork = {
    ...light,
    'story.due': async (payload: unknown) => {
      await due(payload);
      const { story } = payload as { story: string };
      happenings.tell({ what: 'due', story });
    },
  };
  const painter = openPainter();
  const { jobs } = store;
  const ticking = [
    startClock({ jobs, handlers: clockwork, now, failed }),
    // On a clock of its own: what falls due while it presses goes live on time, and into the same edition.
    startClock({
      jobs,
      handlers: { press: async () => void (await pressChanges()) },
      longest: AT_ONCE,
      now,
      failed,
    }),
    startClock({
      jobs,
      handlers: Object.fromEntries(HEAVY.map((kind) => [kind, (payload) => painter.run(kind, payload)])),
      longest: AT_ONCE,
      now,
      failed,
    }),
  ];
  const clocks: Clock[] = [...ticking];
  const probing = standingProbe(call, { store, newsroom, depot: parts.depot });
  // On a clock of their own: a look at mirrors takes as long as the slowest of them.
  if (call.settings.probeMinutes > 0)
    clocks.push(startClock({ jobs, handlers: probing.handlers, longest: probing.longest, now, failed }));
  await probing.start();
  if ((await keysNow().catch(() => undefined)) === null) out.note(UNSIGNED);
  const { depot } = parts;
  const support = await keepSupport({ store, now, settings, keys: keysNow, failed });
  // What was imported while nobody served takes long to press; the desk does not wait for it.
  const first = pressChanges().then(() => undefined, failed);
  const stopWatching = tellEditions(depot, happenings);
  clocks.push(
    support,
    await keepMail(call, { store, newsroom }),
    await keepMirrors(call, { store, depot, tell: happenings.tell }),
    startCounting({
      take: parts.origin.takeCounts,
      keep: async (counts) => {
        const site = (await newsroom.site.get()) ?? { timeZone: 'UTC' };
        await (await import('#desk')).addPageCounts(store, { counts, site, at: now() });
      },
      failed: (error) =>
        out.note(`Counting requests failed: ${error instanceof Error ? error.message : String(error)}`),
    }),
    startRenewal({
      due: async () => renewalDue(depot, await keysNow()),
      signAnew: async () => {
        const sign = await keysNow();
        if (sign === null) return;
        await signAgain({ depot, sign, at: now() });
        // Pages that name the keys change with them.
        await pressChanges();
      },
      now,
      failed: (error) =>
        out.note(`Signing anew failed: ${error instanceof Error ? error.message : String(error)}`),
    }),
  );
  return {
    store,
    newsroom,
    press: pressChanges,
    keys: async () => (await import('./desk-facts.ts')).keyStates(settings, await newsroom.site.get()),
    happenings: happenings.listen,
    money: moneyOf({ store, now, settings, switching: support.switching, failed }),
    saying: async () => ({
      support: await supportOf(call, { newsroom, store })(),
      gap: await gapOf(call, { store })(),
      onion: onionAddress(settings),
    }),
    running: () => ticking.every((clock) => clock.running()),
    editions: async (page) => (await import('./desk-facts.ts')).editionRows(parts.depot, page),
    async stop() {
      probing.stop();
      stopWatching();
      // All stop asking before the painter goes, or one of them would start another.
      const stopped = Promise.all(clocks.map((clock) => clock.stop()));
      painter.close();
      await Promise.all([stopped, first]);
      await store.close();
    },
  };
}

/** Tells of each edition, whichever process pressed it. @returns the function that ends it */
function tellEditions(depot: Depot, happenings: Happenings): () => void {
  let last = depot.head()?.edition;
  return depot.watch(({ edition }) => {
    // The same may be signed anew.
    if (edition !== last) happenings.tell({ what: 'pressed', edition });
    last = edition;
  });
}

/** One call after the other; none starts before the one before it has settled. */
function inTurn<T>(work: () => Promise<T>): () => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

export type Painter = { run(kind: string, payload: unknown): Promise<void>; close(): void };
type Answer = { error: string | null };

/** A child process that runs one heavy job at a time and is ended when it has had none for a while. */
export function openPainter(file = childFile('painter.ts')): Painter {
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  let closed = false;
  const end = (): void => {
    child?.kill();
    child = undefined;
  };
  return {
    async run(kind, payload) {
      if (closed) throw new Error('Longwave is stopping; the picture is rendered after the next start');
      clearTimeout(idle);
      const current = (child ??= start(file, (gone) => {
        if (child === gone) child = undefined;
      }));
      const error = await answerOf(current, { kind, payload });
      // One that ended meanwhile was forgotten already; its successor, if any, is another run's.
      if (child === current) idle = setTimeout(end, IDLE_MS).unref();
      if (error !== null) throw new Error(error);
    },
    close() {
      closed = true;
      clearTimeout(idle);
      end();
    },
  };
}

function start(file: string, ended: (child: ChildProcess) => void): ChildProcess {
  const child = fork(file, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  // Readers, and a story that is on its way to them, come before pictures; threads inherit it.
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  child.once('exit', () => ended(child));
  // Whoever waits for an answer is told; between two jobs nobody has to know.
  child.on('error', () => ended(child));
  return child;
}

/** @returns null when the job was done, or why it was not */
async function answerOf(
  child: ChildProcess,
  task: { kind: string; payload: unknown },
): Promise<string | null> {
  const settled = new AbortController();
  const { signal } = settled;
  const answers = [
    once(child, 'message', { signal }).then(([answer]) => (answer as Answer).error),
    once(child, 'exit', { signal }).then(
      ([status, killed]) =>
        `The process that renders pictures ended with ${String(killed ?? `status ${String(status)}`)}`,
    ),
  ];
  try {
    // One that is gone already is told of by its exit or as an error of the channel.
    child.send(task);
    return await Promise.race(answers);
  } finally {
    // The event that did not come would leave its listeners behind, more with each job.
    settled.abort();
    await Promise.allSettled(answers);
  }
}
